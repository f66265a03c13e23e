#!/usr/bin/env python3
"""Values, losses, gradients and ten optimiser steps of every variant, by PyTorch in double.

    python3 make-reference.py > reference.json

The mathematics is written down here from the definitions, with PyTorch's own losses, divergences,
optimisers and automatic differentiation; nothing is shared with the program under test. Inputs and
parameters are multiples of a power of two, so single precision holds them exactly.
"""
import json
import math
import sys

import torch
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

BANDS, ROWS, STEPS = 12, 70, 10
WIDEST_CODE = 14
ACTIVATIONS = {'linear': lambda v: v, 'elu': F.elu, 'relu': F.relu, 'tanh': torch.tanh, 'sigmoid': torch.sigmoid}

NO_KNOBS = dict(learning_rate=0.01, weight_decay=0.0, noise_level=0.0, masked_fraction=0.0,
                sparsity_target=0.1, sparsity_weight=0.0, kl_weight=0.0)
UNMIXING_KNOBS = dict(temperature=0.8, abundance_sparsity=0.05, simplex_volume=0.3, mse_weight=0.5)


def case(name, variants, layers, activation='elu', loss='mse', latent_form='log-variance', brightness='free',
         **knobs):
    return dict(name=name, variants=variants, layers=layers, activation=activation, loss=loss,
                latent_form=latent_form, brightness=brightness, knobs={**NO_KNOBS, **knobs})


CASES = [
    case('plain', 'plain', [7, 4]),
    case('plain-tanh-decay', 'plain', [7, 4], 'tanh', weight_decay=0.01),
    case('plain-relu', 'plain', [7, 4], 'relu'),
    case('linear', 'linear', [3]),
    case('stacked', 'stacked', [9, 7, 5, 3]),
    case('tied', 'tied', [7, 4], weight_decay=0.003),
    case('denoising', 'denoising', [7, 4], 'sigmoid'),
    case('sparse', 'sparse', [14], sparsity_weight=0.2),
    case('variational', 'variational', [7, 3], kl_weight=2.0),
    case('variational-sigma', 'variational', [7, 3], latent_form='sigma', kl_weight=2.0),
    case('angle', 'plain', [7, 4], loss='angle'),
    case('tied-denoising-sparse', 'tied, denoising, sparse', [7, 5], sparsity_weight=0.3, weight_decay=0.001),
    case('stacked-tied-denoising-variational', 'stacked, tied, denoising, variational', [8, 6, 3], 'tanh',
         kl_weight=2.0),
    case('unmixing', 'unmixing', [9, 3], 'relu', 'sad', weight_decay=0.001, **UNMIXING_KNOBS),
    case('unmixing-divergence', 'unmixing', [9, 3], 'tanh', 'sid', **UNMIXING_KNOBS),
    case('unmixing-one-brightness', 'unmixing', [9, 3], loss='sad+mse', brightness='one', **UNMIXING_KNOBS),
    case('denoising-unmixing', 'denoising, unmixing', [8, 4], loss='sad', **UNMIXING_KNOBS),
]


def grid(tensor, bits):
    """The nearest multiples of a power of two: exact in single precision and short in text."""
    return torch.round(tensor * 2 ** bits) / 2 ** bits


def make_inputs():
    g = torch.Generator().manual_seed(7)
    wave = torch.linspace(0, 1, BANDS)
    amount = torch.rand(ROWS, 3, generator=g)
    shapes = torch.stack([torch.sin(3 * wave), torch.exp(-20 * (wave - 0.4) ** 2), wave ** 2])
    clean = grid(amount @ shapes - (amount @ shapes).mean(0) + 0.05 * torch.randn(ROWS, BANDS, generator=g), 10)
    corrupted = grid(clean + 0.2 * torch.randn(ROWS, BANDS, generator=g), 10)
    corrupted[torch.rand(ROWS, BANDS, generator=g) < 0.1] = 0
    eps = grid(torch.randn(ROWS * WIDEST_CODE, generator=g), 10)
    origin = grid(1.5 + torch.rand(BANDS, generator=g), 6)
    unit = grid(0.5 + torch.rand(BANDS, generator=g), 6)
    return clean, corrupted, eps, origin, unit


class Network:
    """An autoencoder by its definition; `p` holds its parameters by name."""

    def __init__(self, c, seed):
        self.c = c
        self.variants = c['variants'].split(', ')
        widths = [BANDS] + c['layers']
        self.depth = len(c['layers'])
        g = torch.Generator().manual_seed(seed)
        self.p = {}
        for i in range(self.depth):
            self.add(g, 'encoder.%d' % i, widths[i], widths[i + 1])
        if 'variational' in self.variants:
            self.add(g, 'latent.spread', widths[-2], widths[-1])
            if c['latent_form'] == 'sigma':
                self.p['latent.spread.bias'] += 1
        self.fixed = {}
        if 'unmixing' in self.variants:
            self.add_unmixing(g, widths[-1])
        for i in range(self.depth if not self.fixed else 0):
            rows, cols = widths[self.depth - i], widths[self.depth - i - 1]
            self.add(g, 'decoder.%d' % i, rows, cols, with_weight='tied' not in self.variants)
        for value in self.p.values():
            value.requires_grad_()

    def add_unmixing(self, g, code):
        """Endmembers in scene units, no bias; and what no step changes."""
        self.p['decoder.0.weight'] = grid(1.5 + torch.rand(code, BANDS, generator=g), 12)
        clean, _, _, origin, unit = make_inputs()
        lengths = F.normalize(clean * unit + origin, dim=1)
        self.fixed = {
            'abundances.temperature': grid(torch.tensor([0.75]), 6),
            'endmembers.size': grid(self.p['decoder.0.weight'].pow(2).mean(1).sqrt(), 8),
            'scene.origin': origin, 'scene.unit': unit,
            'input.mean': grid(lengths.mean(0), 10), 'input.gain': grid(1 / lengths.std(0), 4),
        }

    def add(self, g, name, rows, cols, with_weight=True):
        if with_weight:
            self.p[name + '.weight'] = grid(torch.randn(rows, cols, generator=g) * math.sqrt(2 / (rows + cols)), 12)
        self.p[name + '.bias'] = grid(0.1 * torch.randn(cols, generator=g), 12)

    def activation(self, side, i):
        if 'linear' in self.variants:
            return 'linear'
        if side == 'decoder':
            return 'linear' if i == self.depth - 1 else self.c['activation']
        if i < self.depth - 1:
            return self.c['activation']
        return 'sigmoid' if 'sparse' in self.variants else 'linear'

    def layer(self, x, side, i):
        name = '%s.%d' % (side, i)
        if side == 'decoder' and 'tied' in self.variants:
            weight = self.p['encoder.%d.weight' % (self.depth - 1 - i)].T
        else:
            weight = self.p[name + '.weight']
        return ACTIVATIONS[self.activation(side, i)](x @ weight + self.p[name + '.bias'])

    def unmix(self, x, target):
        """Reconstruction in scaled units, and the two terms of unmixing."""
        knobs, fixed = self.c['knobs'], self.fixed
        scene = x * fixed['scene.unit'] + fixed['scene.origin']
        h = (F.normalize(scene, dim=1) - fixed['input.mean']) * fixed['input.gain']
        for i in range(self.depth):
            h = self.layer(h, 'encoder', i)
        a = torch.softmax(h / fixed['abundances.temperature'], 1)
        spectra = self.p['decoder.0.weight']
        p = a @ spectra
        if self.c['brightness'] == 'free':
            p = p * ((scene * p).sum(1, keepdim=True) / (p * p).sum(1, keepdim=True))
        size2 = (fixed['endmembers.size'] ** 2).mean()
        sparsity = knobs['abundance_sparsity'] * torch.sqrt(a + 1e-3).sum(1).mean()
        volume = 0.5 * ((spectra - spectra.mean(0)) ** 2).sum() / size2
        return (p - fixed['scene.origin']) / fixed['scene.unit'], sparsity, knobs['simplex_volume'] * volume / BANDS

    def reconstruction(self, y, clean, origin, unit):
        loss = self.c['loss']
        if loss == 'mse':
            return F.mse_loss(y, clean)
        y_scene, scene = y * unit + origin, clean * unit + origin
        if loss == 'sid':
            p, q = scene / scene.sum(1, keepdim=True), y_scene / y_scene.sum(1, keepdim=True)
            return ((p - q) * (p / q).log()).sum(1).mean()
        angle = torch.acos(F.cosine_similarity(y_scene, scene, dim=1, eps=0))
        if loss == 'angle':
            return (angle ** 2).mean()
        return angle.mean() + (self.c['knobs']['mse_weight'] * F.mse_loss(y, clean) if loss == 'sad+mse' else 0)

    def losses(self, clean, corrupted, eps, origin, unit):
        if self.fixed:
            y, sparsity, volume = self.unmix(corrupted if 'denoising' in self.variants else clean, clean)
            reconstruction = self.reconstruction(y, clean, origin, unit)
            decay = sum(0.5 * self.c['knobs']['weight_decay'] * (value ** 2).sum()
                        for name, value in self.p.items() if name.endswith('.weight'))
            return dict(total=reconstruction + sparsity + volume + decay, reconstruction=reconstruction,
                        abundances=sparsity, volume=volume, decay=torch.as_tensor(decay))
        knobs, zero = self.c['knobs'], torch.zeros(())
        h = corrupted if 'denoising' in self.variants else clean
        for i in range(self.depth):
            before, h = h, self.layer(h, 'encoder', i)
        code, latent, sparsity = h, zero, zero
        if 'sparse' in self.variants:
            mean = code.mean(0)
            target = torch.full_like(mean, knobs['sparsity_target'])
            sparsity = knobs['sparsity_weight'] * kl_divergence(Bernoulli(target), Bernoulli(mean)).sum()
        if 'variational' in self.variants:
            spread = before @ self.p['latent.spread.weight'] + self.p['latent.spread.bias']
            sigma = spread if self.c['latent_form'] == 'sigma' else torch.exp(0.5 * spread)
            if self.c['latent_form'] == 'sigma':
                kl = 0.5 * (sigma ** 2 + code ** 2 - 1 - torch.log(1e-10 + sigma ** 2))
            else:
                kl = kl_divergence(Normal(code, sigma), Normal(zero, 1.0))
            latent = knobs['kl_weight'] * kl.sum(1).mean() / BANDS
            code = code + sigma * eps[:ROWS * code.shape[1]].reshape(code.shape)
        y = code
        for i in range(self.depth):
            y = self.layer(y, 'decoder', i)
        reconstruction = self.reconstruction(y, clean, origin, unit)
        decay = zero
        for name, value in self.p.items():
            if name.endswith('.weight'):
                decay = decay + 0.5 * knobs['weight_decay'] * (value ** 2).sum()
        return dict(total=reconstruction + sparsity + latent + decay, reconstruction=reconstruction,
                    sparsity=sparsity, latent=latent, decay=decay)


def steps(c, seed, data, make_optimizer):
    network = Network(c, seed)
    optimizer = make_optimizer(network.p.values())
    totals = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        total = network.losses(*data)['total']
        totals.append(total.item())
        total.backward()
        optimizer.step()
    return totals


def flat(tensor):
    return [float(v) for v in tensor.detach().flatten()]


def reference(c, seed, data):
    network = Network(c, seed)
    losses = network.losses(*data)
    losses['total'].backward()
    rate = c['knobs']['learning_rate']
    spec = {key: c[key] for key in ('variants', 'layers', 'activation', 'loss', 'latent_form')}
    spec.update(bands=BANDS, coding_activation='linear', output_activation='linear')
    if network.fixed:
        # How endmembers are moved, held and projected is the trainer's own: no steps of theirs.
        spec.update(brightness=c['brightness'], start='random')
        return dict(name=c['name'], spec=spec, knobs=dict(c['knobs'], temperature=0.75),
                    parameters={name: flat(value) for name, value in {**network.p, **network.fixed}.items()},
                    losses={name: value.item() for name, value in losses.items()},
                    gradients={name: flat(value.grad) if name in network.p else [0.0] * value.numel()
                               for name, value in {**network.p, **network.fixed}.items()})
    return dict(name=c['name'], spec=spec, knobs=c['knobs'],
                parameters={name: flat(value) for name, value in network.p.items()},
                losses={name: value.item() for name, value in losses.items()},
                gradients={name: flat(value.grad) for name, value in network.p.items()},
                adam=steps(c, seed, data, lambda p: torch.optim.Adam(p, lr=rate)),
                sgd=steps(c, seed, data, lambda p: torch.optim.SGD(p, lr=rate, momentum=0.9)))


def main():
    data = make_inputs()
    clean, corrupted, eps, origin, unit = data
    out = dict(made_with='PyTorch %s, double' % torch.__version__.split('+')[0], bands=BANDS, rows=ROWS,
               clean=flat(clean), corrupted=flat(corrupted), eps=flat(eps), origin=flat(origin), unit=flat(unit),
               cases=[reference(c, 100 + i, data) for i, c in enumerate(CASES)])
    json.dump(out, sys.stdout, indent=None, separators=(',', ':'))
    sys.stdout.write('\n')


if __name__ == '__main__':
    main()
