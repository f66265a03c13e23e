#!/usr/bin/env python3
"""The same network, batch and optimiser in PyTorch, beside what Bandloom's bench reported.

usage: peers.py BENCH.json     (the output of `bandloom-cli bench --json`)

268 → 130 → 70 → 40 → 20 → 40 → 70 → 130 → 268, ELU, linear output, MSE, Adam, batch 256 and 1024, random
rows gathered from a matrix of 16,384 pixels. Eager and compiled, one and all threads, best of three; the
best of all is what Bandloom is compared with. Then how many epochs it takes from its own start to PCA's error, where
Bandloom begins, on the Samson scene (needs SciPy and the file in $BANDLOOM_TEST_DATA).
"""
import json
import os
import sys
import time

import torch

LAYERS = (268, 130, 70, 40, 20, 40, 70, 130, 268)
PIXELS = 16384
SECONDS = 2.0
EPOCHS = 100


def network(layers=LAYERS):
    torch.manual_seed(1)
    parts = []
    for inputs, outputs in zip(layers, layers[1:]):
        parts += [torch.nn.Linear(inputs, outputs), torch.nn.ELU()]
    return torch.nn.Sequential(*parts[:-1])


def samples_per_second(batch, compiled):
    """Best of three stretches; gathering the rows of a shuffled epoch is part of the step, as it is in Bandloom."""
    model = network()
    forward = torch.compile(model) if compiled else model
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    pixels = torch.rand(PIXELS, LAYERS[0])
    state = {'order': torch.randperm(PIXELS), 'at': 0}

    def step():
        if state['at'] + batch > PIXELS:
            state['order'], state['at'] = torch.randperm(PIXELS), 0
        rows = pixels[state['order'][state['at']:state['at'] + batch]]
        state['at'] += batch
        optimiser.zero_grad(set_to_none=True)
        loss = torch.nn.functional.mse_loss(forward(rows), rows)
        loss.backward()
        optimiser.step()

    for _ in range(20):
        step()
    best = 0.0
    for _ in range(3):
        start, steps = time.perf_counter(), 0
        while time.perf_counter() - start < SECONDS / 3:
            step()
            steps += 1
        best = max(best, steps * batch / (time.perf_counter() - start))
    return best


def trials(batch):
    """Yields name and samples a second of every way that works here."""
    for threads in sorted({1, os.cpu_count() or 1}):
        torch.set_num_threads(threads)
        for compiled in (False, True):
            name = '%s, %d thread%s' % ('compiled' if compiled else 'eager', threads, '' if threads == 1 else 's')
            try:
                yield name, samples_per_second(batch, compiled)
            except Exception as error:  # pylint: disable=broad-except  # no compiler, no such backend
                print('  %-22s does not work here: %s' % (name, str(error).splitlines()[0][:70]))


def samson():
    """Pixels (n, bands) of the Samson scene, each band from 0 to 1 and then centred; None without file or SciPy."""
    data = os.environ.get('BANDLOOM_TEST_DATA', os.path.join(os.path.dirname(__file__), '../../../shared/data'))
    try:
        import scipy.io  # pylint: disable=import-outside-toplevel
        pixels = torch.tensor(scipy.io.loadmat(os.path.join(data, 'samson/samson_1.mat'))['V'].T, dtype=torch.float32)
    except (ImportError, OSError) as error:
        print('  skipped: %s' % error)
        return None
    pixels = (pixels - pixels.min(0).values) / (pixels.max(0).values - pixels.min(0).values)
    return pixels - pixels.mean(0)


def epochs_to_pca(pixels, code):
    """Epochs until the held-out error is PCA's with as many codes, None where it never is; and the end over PCA's."""
    torch.manual_seed(1)
    pixels = pixels[torch.randperm(len(pixels))]
    held, trained = pixels[:len(pixels) // 10], pixels[len(pixels) // 10:]
    mean = trained.mean(0)
    axes = torch.linalg.svd(trained - mean, full_matrices=False)[2][:code]
    scores = (held - mean) @ axes.T
    pca = float(((scores @ axes - (held - mean)) ** 2).mean())
    bands = pixels.shape[1]
    hidden = [max(code, round(units * bands / LAYERS[0])) for units in LAYERS[1:4]]
    parts = list(network([bands] + hidden + [code] + hidden[::-1] + [bands]))
    del parts[7]  # the code itself is linear
    model = torch.nn.Sequential(*parts)
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    reached = None
    for epoch in range(1, EPOCHS + 1):
        for rows in torch.randperm(len(trained)).split(256):
            optimiser.zero_grad(set_to_none=True)
            torch.nn.functional.mse_loss(model(trained[rows]), trained[rows]).backward()
            optimiser.step()
        schedule.step()
        with torch.no_grad():
            error = float(((model(held) - held) ** 2).mean())
        if reached is None and error <= pca:
            reached = epoch
    return reached, (error / pca) ** 0.5


def reach():
    """Bandloom begins at PCA's error; how long the same network takes there from PyTorch's own start."""
    print('epochs to PCA\'s error on Samson, PyTorch\'s default start, Adam and cosine over %d (Bandloom: 0)' % EPOCHS)
    pixels = samson()
    if pixels is None:
        return
    for code in (3, 10, 20):
        epochs, ratio = epochs_to_pca(pixels, code)
        print('  %2d codes  %s; RMSE at the end %.2f of PCA\'s' % (
            code, 'never' if epochs is None else '%d epochs' % epochs, ratio))


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        ours = json.load(file)
    print('PyTorch %s, the same network, batch and optimiser' % torch.__version__)
    for batch in (256, 1024):
        speeds = [run['samples_per_s'] for run in ours['runs'] if run['batch'] == batch]
        print('batch %d' % batch)
        best = 0.0
        for name, speed in trials(batch):
            print('  %-22s %10.0f samples/s' % (name, speed))
            best = max(best, speed)
        if speeds and best:
            print('  %-22s %10.0f samples/s, %.2f times the best of PyTorch'
                  % ('bandloom', max(speeds), max(speeds) / best))
    reach()


main()
