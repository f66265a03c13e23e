/* ae-param-info.c: the tables of parameters and of loss terms. A new live parameter is a row
 * here and a member of AeHyperparams; a new term is a row here and an id in ae-spec.h. What is
 * done with rows is in ae-param-value.c.
 */
#include "ae-param-info.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define ABOVE_0 DBL_MIN
#define BELOW_1 (1.0 - DBL_EPSILON / 2)

/* A structure that grows wants a row for what is new; then the number here follows. */
G_STATIC_ASSERT (sizeof (AeSpec) == (10 + AE_SPEC_MAX_LAYERS) * sizeof (guint));
G_STATIC_ASSERT (sizeof (AePlan) == 3 * 8 + 10 * sizeof (guint));
G_STATIC_ASSERT (sizeof (AeHyperparams) == 11 * sizeof (double));

/* ------------------------------------------------------------------ words */

static const AeParamWord variant_words[] = {
  { AE_VARIANT_PLAIN, "plain", NULL,
    "An undercomplete autoencoder: a code smaller than the input is all that "
    "keeps it from copying",
    "Goodfellow, Bengio and Courville, Deep learning, 2016, chapter 14" },
  { AE_VARIANT_LINEAR, "linear", "Linear",
    "Without activations an undercomplete autoencoder learns the subspace of PCA, "
    "x̂ = (x W) V",
    "Baldi and Hornik, Neural networks and principal component analysis, 1989" },
  { AE_VARIANT_STACKED, "stacked", "Stacked",
    "The undercomplete autoencoder with several layers that narrow step by step, "
    "each of which may be trained greedily",
    "Bengio et al., Greedy layer-wise training of deep networks, 2007" },
  { AE_VARIANT_TIED, "tied", "Tied weights",
    "The decoder uses the transposed weights of the encoder, V = Wᵀ, which "
    "about halves the parameters",
    "Vincent et al., Stacked denoising autoencoders, 2010" },
  { AE_VARIANT_DENOISING, "denoising", "Denoising",
    "The input is corrupted and the clean spectrum is the target; for little "
    "noise this acts as a contraction of the code",
    "Vincent et al., Stacked denoising autoencoders, 2010; Alain and Bengio, What "
    "regularized auto-encoders learn, 2014" },
  { AE_VARIANT_SPARSE, "sparse", "Sparse",
    "Units of the code are to be active seldom, so the code may be overcomplete, "
    "wider than the data need: loss + w Σ KL (p ‖ q)",
    "Ng, Sparse autoencoder, lecture notes of CS294A, 2011" },
  { AE_VARIANT_VARIATIONAL, "variational", "Variational",
    "The encoder gives a posterior q (z|x) = N (μ, σ²) that is drawn to the "
    "prior N (0, 1), so that spectra can be sampled",
    "Kingma and Welling, Auto-encoding variational Bayes, 2014" },
  { AE_VARIANT_UNMIXING, "unmixing", "Unmixing",
    "Codes are abundances, not negative and of sum one, and the decoder's weights are the "
    "endmembers: x̂ = Σ a e, times a brightness",
    "Palsson et al., Hyperspectral unmixing using a neural network autoencoder, 2018" },
  { 0 },
};

/* The window has a variant for linear. */
static const AeParamWord activation_words[] = {
  { AE_ACTIVATION_ELU, "elu", "ELU", NULL, NULL },
  { AE_ACTIVATION_RELU, "relu", "ReLU", NULL, NULL },
  { AE_ACTIVATION_TANH, "tanh", "tanh", NULL, NULL },
  { AE_ACTIVATION_SIGMOID, "sigmoid", "sigmoid", NULL, NULL },
  { AE_ACTIVATION_LINEAR, "linear", NULL, NULL, NULL },
  { 0 },
};

static const AeParamWord loss_words[] = {
  { AE_LOSS_MSE, "mse", "MSE", NULL, NULL },
  { AE_LOSS_SPECTRAL_ANGLE, "angle", "Spectral angle", NULL, NULL },
  { AE_LOSS_SAD, "sad", "Angle, not squared", NULL, NULL },
  { AE_LOSS_SID, "sid", "Spectral information divergence", NULL, NULL },
  { AE_LOSS_SAD_MSE, "sad+mse", "Angle and MSE", NULL, NULL },
  { 0 },
};

static const AeParamWord latent_form_words[] = {
  { AE_LATENT_LOG_VARIANCE, "log-variance", "Log-variance", NULL, NULL },
  { AE_LATENT_SIGMA, "sigma", "Sigma", NULL, NULL },
  { 0 },
};

static const AeParamWord start_words[] = {
  { AE_START_PCA, "pca", "PCA", NULL, NULL },
  { AE_START_RANDOM, "random", "Random weights", NULL, NULL },
  { AE_START_VCA, "vca", "VCA", NULL, NULL },
  { AE_START_NFINDR, "nfindr", "N-FINDR", NULL, NULL },
  { 0 },
};

static const AeParamWord brightness_words[] = {
  { AE_BRIGHTNESS_FREE, "free", "Of each pixel", NULL, NULL },
  { AE_BRIGHTNESS_ONE, "one", "None", NULL, NULL },
  { 0 },
};

static const AeParamWord keep_words[] = {
  { AE_KEEP_BEST, "best", "Best epoch", NULL, NULL },
  { AE_KEEP_LAST, "last", "Last epoch", NULL, NULL },
  { 0 },
};

static const AeParamWord optimizer_words[] = {
  { AE_OPTIMIZER_ADAM, "adam", "Adam", NULL, NULL },
  { AE_OPTIMIZER_SGD, "sgd", "SGD, momentum", NULL, NULL },
  { 0 },
};

static const AeParamWord schedule_words[] = {
  { AE_SCHEDULE_CONSTANT, "constant", "Constant rate", NULL, NULL },
  { AE_SCHEDULE_COSINE, "cosine", "Cosine", NULL, NULL },
  { 0 },
};

/* ------------------------------------------------------------------ parameters */

#define SPEC(kind_, member)                                                                    \
  .group = AE_PARAM_SPEC, .kind = AE_PARAM_##kind_, .offset = G_STRUCT_OFFSET (AeSpec, member)
#define PLAN(kind_, member)                                                                    \
  .group = AE_PARAM_PLAN, .kind = AE_PARAM_##kind_, .key = #member,                            \
  .offset = G_STRUCT_OFFSET (AePlan, member)
#define LIVE(member)                                                                           \
  .group = AE_PARAM_LIVE, .kind = AE_PARAM_DOUBLE, .key = #member,                             \
  .offset = G_STRUCT_OFFSET (AeHyperparams, member), .section = AE_PARAM_SLIDERS
#define RANGE(low_, high_)   .low = (low_), .high = (high_)
#define VALID(least_, most_) .least = (least_), .most = (most_)
#define UNMIXING(preset_) .unmixing_preset = (const double[]){ preset_ }
#define OPTION(option_, argument_, help_)                                                      \
  .option = (option_), .argument = (argument_), .help = (help_)

/* In the order of JSON; settings that a person chooses in the window have a section. */
static const AeParamInfo params[] = {
  /* ---- what is built */
  {
      SPEC (VARIANTS, variants),
      .key = "variants",
      OPTION ("variant", "NAMES", "%s; repeat or separate by commas to combine"),
      .title = "Variant",
      .hint = "Which kinds of autoencoder are combined",
      .words = variant_words,
      .preset = AE_VARIANT_STACKED,
  },
  {
      SPEC (LAYERS, layers),
      .key = "layers",
      OPTION ("layers", "UNITS", "Units of the encoder, the coding layer last: 130,70,40,20"),
      .title = "Layers, the coding layer last",
      .hint = "Units of each layer of the encoder; the decoder mirrors them",
      .source = "Goodfellow, Bengio and Courville, Deep learning, 2016, chapter 14",
      VALID (1, AE_SPEC_MAX_UNITS),
  },
  {
      SPEC (CODE, layers),
      .factor = "code",
      .title = "Code size",
      .hint
      = "Units of the coding layer: the dimension of the latent space; below the number of "
        "bands the autoencoder is undercomplete",
      .source = "Goodfellow, Bengio and Courville, Deep learning, 2016, chapter 14",
      RANGE (2, 64),
      VALID (1, AE_SPEC_MAX_UNITS),
      .is_log = TRUE,
  },
  {
      SPEC (UINT, bands),
      .key = "bands",
      .mention = AE_PARAM_NEVER,
      .title = "Bands",
      .hint = "Inputs and outputs: the bands of the scene that are used",
      VALID (0, G_MAXUINT),
  },
  {
      SPEC (ENUM, activation),
      .key = "activation",
      OPTION ("activation", "NAME", "Of the hidden layers: %s"),
      .title = "Activation",
      .hint = "The nonlinearity f of a hidden layer, y = f (x W + b)",
      .source = "ELU: Clevert et al., Fast and accurate deep network learning by "
                "exponential linear units, 2016",
      .words = activation_words,
      .preset = AE_ACTIVATION_ELU,
      UNMIXING (AE_ACTIVATION_RELU),
      .special = AE_VARIANT_LINEAR,
      .special_preset = AE_ACTIVATION_LINEAR,
      .not_variants = AE_VARIANT_LINEAR,
      .section = AE_PARAM_NETWORK,
  },
  {
      SPEC (ENUM, coding_activation),
      .key = "coding_activation",
      .mention = AE_PARAM_NEVER,
      .title = "Coding activation",
      .hint = "The nonlinearity of the coding layer",
      .words = activation_words,
      .preset = AE_ACTIVATION_LINEAR,
      .special = AE_VARIANT_SPARSE,
      .special_preset = AE_ACTIVATION_SIGMOID,
  },
  {
      SPEC (ENUM, output_activation),
      .key = "output_activation",
      .mention = AE_PARAM_NEVER,
      .title = "Output activation",
      .hint = "The nonlinearity of the last layer of the decoder",
      .words = activation_words,
      .preset = AE_ACTIVATION_LINEAR,
  },
  {
      SPEC (ENUM, loss),
      .key = "loss",
      OPTION ("loss", "NAME", "Of the reconstruction: %s"),
      .title = "Loss",
      .hint = "Reconstruction error: the mean squared error over the bands, the squared "
              "spectral angle, the angle itself, the spectral information divergence, or the "
              "angle with the mean squared error",
      .source = "Spectral angle: Kruse et al., The spectral image processing system, 1993",
      .words = loss_words,
      .preset = AE_LOSS_MSE,
      /* Light and shade change a spectrum's length, not what it is made of. */
      UNMIXING (AE_LOSS_SAD),
      .section = AE_PARAM_NETWORK,
  },
  {
      SPEC (ENUM, latent_form),
      .key = "latent_form",
      OPTION ("latent-form", "NAME", "Second head of variational: %s"),
      .title = "Spread of codes",
      .hint = "What the second head of a variational encoder gives of the posterior N (μ, σ²): "
              "ln σ², or σ",
      .source = "Kingma and Welling, Auto-encoding variational Bayes, 2014",
      .words = latent_form_words,
      .preset = AE_LATENT_LOG_VARIANCE,
      .variants = AE_VARIANT_VARIATIONAL,
      .section = AE_PARAM_NETWORK,
  },
  {
      SPEC (ENUM, start),
      .key = "start",
      OPTION ("start", "WHERE",
              "Where training begins: pca (the best linear answer; the default) or random (of "
              "linear the default); of unmixing the endmembers: vca (the default), nfindr or "
              "random"),
      .title = "Start from",
      .hint = "Where training begins: at principal components of the scene, the best linear "
              "code, or at random weights (Glorot initialisation); of unmixing at the scene's "
              "purest pixels, by vertex component analysis or by N-FINDR",
      .source = "PCA: Baldi and Hornik, 1989; random weights: Glorot and Bengio, 2010; VCA: "
                "Nascimento and Dias, 2005",
      .words = start_words,
      .preset = AE_START_PCA,
      /* Its lesson is that it finds PCA by itself. */
      .special = AE_VARIANT_LINEAR,
      .special_preset = AE_START_RANDOM,
      UNMIXING (AE_START_VCA),
  },
  {
      SPEC (ENUM, brightness),
      .key = "brightness",
      OPTION ("brightness", "WHAT",
              "Of unmixing: free (each pixel has its own beside abundances that sum to one; "
              "the default) or one (abundances that sum to one make the spectrum)"),
      .title = "Brightness",
      .hint = "Sum to one: whether abundances that sum to one make the spectrum, or do so "
              "times a brightness of each pixel (light and shade)",
      .words = brightness_words,
      .preset = AE_BRIGHTNESS_FREE,
      .variants = AE_VARIANT_UNMIXING,
      .section = AE_PARAM_NETWORK,
  },
  /* ---- how it is trained */
  {
      PLAN (UINT64, seed),
      OPTION ("seed", "N", "Of weights, split, batches, noise; default 1"),
      .help_order = 1,
      .title = "Seed",
      .hint = "Of the pseudo-random numbers: the same seed gives the same model",
      .factor = "seed",
      RANGE (0, 1e9),
      VALID (0, (double) G_MAXUINT64),
      .step = 1,
      .preset = 1,
      .section = AE_PARAM_TRAINING,
      .section_order = 1,
  },
  {
      PLAN (UINT, batch),
      OPTION ("batch", "N", "Pixels a step; default 256, unmixing 64"),
      .title = "Batch",
      .hint = "Pixels of a mini-batch, over which a step's gradient is the mean",
      .unit = "pixels",
      RANGE (1, 65536),
      VALID (1, 65536),
      .wanted = "give 1 to 65536",
      .step = 32,
      .preset = 256,
      UNMIXING (64),
      .section = AE_PARAM_TRAINING,
  },
  {
      PLAN (UINT, epochs),
      OPTION ("epochs", "N", "In all, greedy phases included; default 100, unmixing 30"),
      .option_least = 1,
      .title = "Epochs",
      .note = "0: no end",
      .hint = "How often each training pixel is seen",
      RANGE (0, 100000),
      VALID (0, G_MAXUINT),
      .step = 10,
      .preset = 100,
      UNMIXING (30),
      .is_length = TRUE,
      .section = AE_PARAM_TRAINING,
      .section_order = -1,
  },
  {
      PLAN (ENUM, optimizer),
      OPTION ("optimizer", "NAME", "%s"),
      .help_order = -1,
      .title = "Optimiser",
      .hint = "How a gradient moves the parameters: Adam, or stochastic gradient descent with "
              "momentum",
      .source = "Adam: Kingma and Ba, 2015; momentum: Sutskever et al., 2013",
      .words = optimizer_words,
      .preset = AE_OPTIMIZER_ADAM,
      .section = AE_PARAM_TRAINING,
  },
  {
      PLAN (DOUBLE, momentum),
      OPTION ("momentum", "SHARE", "Of sgd; default 0.9"),
      .help_order = -1,
      .title = "Momentum",
      .hint = "Share m of the last step that goes on in v ← m v − rate · gradient",
      .source = "Sutskever et al., On the importance of initialization and momentum, 2013",
      RANGE (0, 0.99),
      VALID (0, BELOW_1),
      .wanted = "give 0 to below 1",
      .preset = 0.9,
      .needs_key = "optimizer",
      .needs_value = AE_OPTIMIZER_SGD,
  },
  {
      PLAN (ENUM, schedule),
      OPTION ("schedule", "NAME",
              "Of the learning rate: cosine (falls to 1 % over the epochs; the default) or "
              "constant"),
      .help_order = -1,
      .title = "Schedule",
      .hint = "How the learning rate runs over the epochs: constant, or half a cosine down to "
              "1 % (cosine annealing)",
      .source = "Loshchilov and Hutter, SGDR: stochastic gradient descent with warm "
                "restarts, 2017",
      .words = schedule_words,
      .preset = AE_SCHEDULE_COSINE,
      .section = AE_PARAM_TRAINING,
  },
  {
      PLAN (UINT, patience),
      OPTION ("patience", "N", "Stop after so many epochs without a better validation loss"),
      .mention = AE_PARAM_UNLESS_ZERO,
      .title = "Patience",
      .note = "epochs without gain; 0: off",
      .hint = "Early stopping: ends after so many epochs without a better validation loss",
      .source = "Prechelt, Early stopping – but when?, 1998",
      RANGE (0, 10000),
      VALID (0, G_MAXUINT),
      .step = 1,
      .is_length = TRUE,
      .section = AE_PARAM_TRAINING,
  },
  {
      PLAN (DOUBLE, max_seconds),
      OPTION ("max-seconds", "S", "Stop after so much training time"),
      .mention = AE_PARAM_NEVER,
      .title = "Time limit",
      .hint = "Seconds of training after which it ends",
      .unit = "seconds",
      RANGE (0, 86400),
      VALID (0, INFINITY),
      .wanted = "give 0 (none) or more",
      .is_length = TRUE,
  },
  {
      PLAN (UINT, kl_warmup_epochs),
      OPTION ("kl-warmup", "N", "Epochs over which the KL weight grows from 0"),
      .mention = AE_PARAM_UNLESS_ZERO,
      .title = "KL warm-up",
      .note = "epochs",
      .hint = "KL annealing: the KL weight β grows from 0 over so many epochs",
      .source = "Bowman et al., Generating sentences from a continuous space, 2016",
      RANGE (0, 1000),
      VALID (0, G_MAXUINT),
      .step = 1,
      .variants = AE_VARIANT_VARIATIONAL,
      .section = AE_PARAM_TRAINING,
  },
  {
      PLAN (UINT, pretrain_epochs),
      OPTION ("pretrain-epochs", "N",
              "Of each greedy phase; by default all together take half of the epochs"),
      .option_least = 1,
      .mention = AE_PARAM_UNLESS_ZERO,
      .title = "Greedy epochs",
      .note = "of each layer by itself; 0: whole",
      .hint
      = "Greedy layer-wise pretraining: each layer is first trained by itself for so many "
        "epochs",
      .source = "Bengio et al., Greedy layer-wise training of deep networks, 2007",
      RANGE (0, 500),
      VALID (0, G_MAXUINT),
      .step = 1,
      .section = AE_PARAM_NETWORK,
  },
  {
      PLAN (ENUM, keep),
      OPTION ("keep", "WHICH",
              "Which model is the result: best (of the epoch with the least validation loss; "
              "the default) or last"),
      .title = "Keep",
      .hint = "Which model is the result: that of the epoch with the least validation loss, or "
              "the last",
      .words = keep_words,
      .preset = AE_KEEP_BEST,
  },
  {
      PLAN (UINT, threads),
      OPTION ("threads", "N", "Default all cores; results are the same on any number"),
      .help_order = 1,
      .mention = AE_PARAM_NEVER,
      .title = "Threads",
      .hint = "Processor threads that share a step; 0 takes all",
      RANGE (0, 256),
      VALID (0, 256),
      .wanted = "give 0 (all cores) to 256",
      .is_length = TRUE,
  },
  /* ---- what may change while it trains */
  {
      LIVE (learning_rate),
      OPTION ("learning-rate", "RATE", "Default 0.002, linear 0.015, unmixing 0.003"),
      .help_order = 1,
      .title = "Learning rate",
      .hint = "Step size α of the optimiser",
      .source = "Kingma and Ba, Adam, 2015",
      .factor = "learning-rate",
      RANGE (1e-5, 1e-1),
      VALID (ABOVE_0, 100),
      .wanted = "give a number above 0, usually 0.0001 to 0.01",
      .preset = 0.002,
      UNMIXING (0.003),
      /* Without activations nothing saturates or explodes: the rate may be higher, and has to
       * be, as directions of small variance are learnt slowly. */
      .special = AE_VARIANT_LINEAR,
      .special_preset = 0.015,
      .is_log = TRUE,
  },
  {
      LIVE (weight_decay),
      OPTION ("weight-decay", "FACTOR", "Factor of half the sum of squared weights; default 0"),
      .help_order = 1,
      .title = "Weight decay",
      .hint = "L2 regularisation: factor λ of ½ Σ w² in the loss; biases are left out",
      .source = "Krogh and Hertz, A simple weight decay can improve generalization, 1992",
      .factor = "weight-decay",
      RANGE (1e-8, 1e-2),
      VALID (0, 100),
      .wanted = "give 0 or more, usually below 0.001",
      .is_log = TRUE,
      .has_zero = TRUE,
  },
  {
      LIVE (noise_level),
      OPTION ("noise", "LEVEL",
              "Noise added to the input, in standard deviations of a band; makes it denoising"),
      .title = "Noise level",
      .hint = "Standard deviation of the Gaussian noise added to the input, in standard "
              "deviations of a band",
      .source = "Vincent et al., Stacked denoising autoencoders, 2010",
      .factor = "noise",
      RANGE (0, 2),
      VALID (0, 100),
      .wanted = "give 0 or more, in standard deviations of a band",
      .preset = 0.3,
      .variants = AE_VARIANT_DENOISING,
  },
  {
      LIVE (masked_fraction),
      OPTION ("mask", "SHARE", "Share of the inputs set to zero; makes it denoising"),
      .title = "Masked fraction",
      .hint = "Share of the inputs that masking noise sets to 0, drawn afresh each batch",
      .source = "Vincent et al., Stacked denoising autoencoders, 2010",
      .factor = "mask",
      RANGE (0, 0.9),
      VALID (0, 0.95),
      .wanted = "give 0 to 0.95",
      .variants = AE_VARIANT_DENOISING,
  },
  {
      LIVE (sparsity_target),
      OPTION ("sparsity-target", "P",
              "Wanted mean activation of the coding layer; makes it sparse"),
      .title = "Sparsity target",
      .hint = "Mean activation p that each unit of the coding layer is drawn to",
      .source = "Ng, Sparse autoencoder, lecture notes of CS294A, 2011",
      .factor = "sparsity-target",
      RANGE (0.01, 0.5),
      VALID (ABOVE_0, BELOW_1),
      .wanted
      = "a mean activation must lie between 0 and 1, ends excluded, usually 0.05 to 0.2",
      .preset = 0.1,
      .variants = AE_VARIANT_SPARSE,
  },
  {
      LIVE (sparsity_weight),
      OPTION ("sparsity-weight", "W", "Factor of the sparsity term; makes it sparse"),
      .title = "Sparsity weight",
      .hint = "Factor of the sparsity penalty Σ KL (p ‖ q) in the loss",
      .source = "Ng, Sparse autoencoder, lecture notes of CS294A, 2011",
      .factor = "sparsity-weight",
      RANGE (1e-4, 10),
      VALID (0, 1e6),
      .wanted = "give 0 to 1000000",
      .preset = 0.2,
      .is_log = TRUE,
      .has_zero = TRUE,
      .variants = AE_VARIANT_SPARSE,
  },
  {
      LIVE (kl_weight),
      OPTION ("kl-weight", "BETA", "Factor of the latent term (beta); makes it variational"),
      .title = "KL weight",
      .hint = "Factor β of KL (q (z|x) ‖ N (0, 1)) in the loss of the β-VAE, which draws the "
              "posterior to the prior; too large, and all codes say the same",
      .source = "Higgins et al., beta-VAE, 2017",
      .factor = "kl-weight",
      RANGE (1e-5, 100),
      VALID (0, 1e6),
      .wanted = "give 0 to 1000000",
      /* With Gaussian reconstruction error of standard deviation s in scaled units, maximising
       * the evidence bound is minimising MSE + 2 s² KL / bands, so beta = 2 s². With s = 0.06
       * of a band's range, beta = 0.007: on the demo scene and on a real one of 156 bands all
       * codes of the preset stay active (KL of a unit above 0.8 nats) and their distribution
       * over the scene is that of the prior within a tenth. At 0.002 the pull is too weak for
       * that, at 0.01 the weakest units begin to fall silent. */
      .preset = 7e-3,
      .is_log = TRUE,
      .has_zero = TRUE,
      .variants = AE_VARIANT_VARIATIONAL,
  },
  {
      LIVE (temperature),
      OPTION ("temperature", "T", "Of the softmax that makes abundances; makes it unmixing"),
      .title = "Temperature",
      .hint = "T of the abundances, exp (v / T) / Σ exp (v / T): a lower one makes them more "
              "extreme",
      .factor = "temperature",
      RANGE (0.1, 10),
      VALID (1e-3, 1e3),
      .wanted = "give 0.001 to 1000, usually 0.3 to 3",
      .preset = 1,
      .is_log = TRUE,
      .variants = AE_VARIANT_UNMIXING,
  },
  {
      LIVE (abundance_sparsity),
      OPTION ("abundance-sparsity", "W",
              "Factor of the sparsity of abundances; makes it unmixing"),
      .title = "Abundance sparsity",
      .hint = "Factor of the ℓ½ penalty Σ √(a + 10⁻³) over a pixel's abundances in the loss",
      .factor = "abundance-sparsity",
      RANGE (1e-5, 1),
      VALID (0, DBL_MAX),
      .wanted = "give 0 or more, usually below 0.1",
      .preset = 0.03,
      .is_log = TRUE,
      .has_zero = TRUE,
      .variants = AE_VARIANT_UNMIXING,
  },
  {
      LIVE (simplex_volume),
      OPTION ("simplex-volume", "V",
              "Factor of the volume that the endmembers span; makes it unmixing"),
      .title = "Simplex volume",
      .hint = "Factor v of ½ v Σ ‖e − mean‖² over the endmembers in the loss, a mean over the "
              "bands in squares of their size, which draws them together",
      .factor = "simplex-volume",
      RANGE (1e-5, 1),
      VALID (0, DBL_MAX),
      .wanted = "give 0 or more, usually below 0.1",
      .preset = 0.02,
      .is_log = TRUE,
      .has_zero = TRUE,
      .variants = AE_VARIANT_UNMIXING,
  },
  {
      LIVE (mse_weight),
      OPTION ("mse-weight", "W",
              "Factor of the mean squared error in the loss sad+mse; makes it unmixing"),
      .title = "MSE weight",
      .hint = "Factor of the mean squared error beside the spectral angle, where the loss is "
              "both",
      .factor = "mse-weight",
      RANGE (1e-3, 1e3),
      VALID (0, DBL_MAX),
      .wanted = "give 0 or more",
      .preset = 1,
      .is_log = TRUE,
      .has_zero = TRUE,
      .variants = AE_VARIANT_UNMIXING,
  },
};

/* ------------------------------------------------------------------ terms */

static const AeTermInfo terms[] = {
  [AE_TERM_RECONSTRUCTION] = {
      .key = "reconstruction",
      .title = "reconstruction",
      .hint = "Mean squared error over the bands, spectral angle or its square, or spectral "
              "information divergence",
      .colour = 2,
  },
  [AE_TERM_SPARSITY] = {
      .key = "sparsity",
      .title = "sparsity",
      .hint = "Σ KL (p ‖ q) over the units, p the target and q the mean activation",
      .unit = "nats",
      .colour = 3,
      .variants = AE_VARIANT_SPARSE,
      .weight = "sparsity_weight",
      .column = "Sparsity term of the loss, its weight included",
  },
  [AE_TERM_LATENT] = {
      .key = "latent",
      .title = "latent (KL)",
      .hint = "KL (q (z|x) ‖ N (0, 1)) = ½ Σ (exp γ + μ² − 1 − γ), γ = ln σ²",
      .unit = "nats",
      .colour = 4,
      .variants = AE_VARIANT_VARIATIONAL,
      .weight = "kl_weight",
      .is_per_band = TRUE,
  },
  [AE_TERM_DECAY] = {
      .key = "decay",
      .title = "weight decay",
      .hint = "½ Σ w² over the weights; biases are left out",
      .colour = 5,
      .weight = "weight_decay",
  },
  [AE_TERM_ABUNDANCE_SPARSITY] = {
      .key = "abundances",
      .title = "abundance sparsity",
      .hint = "Σ √(a + 10⁻³) over the abundances of a pixel",
      .colour = 6,
      .variants = AE_VARIANT_UNMIXING,
      .weight = "abundance_sparsity",
  },
  [AE_TERM_SIMPLEX_VOLUME] = {
      .key = "volume",
      .title = "simplex volume",
      .hint = "½ Σ ‖e − mean‖² over the endmembers, in squares of their mean size",
      .colour = 7,
      .variants = AE_VARIANT_UNMIXING,
      .weight = "simplex_volume",
      .is_per_band = TRUE,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (terms) == AE_N_TERMS);

/* ------------------------------------------------------------------ looking up */

/**
 * ae_param_info_get_all:
 * @n: (out): how many
 *
 * Returns: (transfer none) (array length=n): the rows: spec, plan, live. Any thread.
 */
const AeParamInfo *
ae_param_info_get_all (guint *n)
{
  *n = G_N_ELEMENTS (params);
  return params;
}

/**
 * ae_param_info_find:
 * @group: of which structure
 * @key: of a member
 *
 * Returns: (transfer none) (nullable): its row.
 */
const AeParamInfo *
ae_param_info_find (AeParamGroup group, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (params[i].group == group && g_strcmp0 (params[i].key, key) == 0)
      return &params[i];
  return NULL;
}

/**
 * ae_param_info_find_factor:
 * @factor: name of what a sweep changes
 *
 * Returns: (transfer none) (nullable): its row.
 */
const AeParamInfo *
ae_param_info_find_factor (const char *factor)
{
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (params[i].factor != NULL && strcmp (params[i].factor, factor) == 0)
      return &params[i];
  return NULL;
}

static int
compare_section_order (gconstpointer a, gconstpointer b)
{
  const AeParamInfo *one = *(const AeParamInfo *const *) a,
                    *other = *(const AeParamInfo *const *) b;

  return one->section_order != other->section_order ? one->section_order - other->section_order
                                                    : (one > other) - (one < other);
}

/**
 * ae_param_info_list_section:
 * @section: of the settings of a run
 *
 * Returns: (transfer container) (element-type AeParamInfo): its rows, in their order.
 */
GPtrArray *
ae_param_info_list_section (AeParamSection section)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (params[i].section == section)
      g_ptr_array_add (rows, (gpointer) &params[i]);
  g_ptr_array_sort (rows, compare_section_order);
  return rows;
}

static int
compare_help_order (gconstpointer a, gconstpointer b)
{
  const AeParamInfo *one = *(const AeParamInfo *const *) a,
                    *other = *(const AeParamInfo *const *) b;

  return one->help_order != other->help_order ? one->help_order - other->help_order
                                              : (one > other) - (one < other);
}

/**
 * ae_param_info_list_options:
 * @group: of which structure
 *
 * Returns: (transfer container) (element-type AeParamInfo): its rows with an option, in the
 * order of the command line's help.
 */
GPtrArray *
ae_param_info_list_options (AeParamGroup group)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (params[i].group == group && params[i].option != NULL)
      g_ptr_array_add (rows, (gpointer) &params[i]);
  g_ptr_array_sort (rows, compare_help_order);
  return rows;
}

/**
 * ae_param_group_get_size:
 * @group: a structure
 *
 * Returns: its size in bytes.
 */
gsize
ae_param_group_get_size (AeParamGroup group)
{
  return group == AE_PARAM_SPEC   ? sizeof (AeSpec)
         : group == AE_PARAM_PLAN ? sizeof (AePlan)
                                  : sizeof (AeHyperparams);
}

/**
 * ae_term_info_get:
 * @term: a term of the loss
 *
 * Returns: (transfer none): its row.
 */
const AeTermInfo *
ae_term_info_get (AeLossTerm term)
{
  return &terms[term];
}
