/* ae-onnx.c: writes a model as the graph of operators that ONNX prescribes, preprocessing and
 * scaling included: whoever runs it gives spectra in scene units and gets codes, and spectra as
 * they are after the preprocessing. It reads none.
 *
 * Opset 13, IR version 7. A tied weight is one tensor, which the decoder's Gemm takes
 * transposed.
 */
#include "ae-onnx.h"

#include "ae-network.h"
#include "onnx.pb-c.h"

#include <string.h>

#define IR_VERSION 7

/* Everything that the graph is made of is freed at once when it has been packed. */
typedef struct
{
  GPtrArray *memory;
  GPtrArray *nodes;        /* Onnx__NodeProto */
  GPtrArray *initializers; /* Onnx__TensorProto */
  const AeNetwork *network;
  const ae_real *values;
  guint n_values;       /* names given so far */
  const char *spectrum; /* what is encoded, before it is scaled */
} Graph;

static gpointer
keep (Graph *g, gpointer memory)
{
  g_ptr_array_add (g->memory, memory);
  return memory;
}

#define NEW(g, type, INIT)                                                                     \
  ({                                                                                           \
    type *made_ = keep (g, g_new (type, 1));                                                   \
    *made_ = (type) INIT;                                                                      \
    made_;                                                                                     \
  })

static char *
name_value (Graph *g)
{
  return keep (g, g_strdup_printf ("value.%u", ++g->n_values));
}

/* ------------------------------------------------------------------ tensors */

static char *
add_tensor (Graph *g, const char *name, guint rows, guint cols, const float *data)
{
  Onnx__TensorProto *tensor = NEW (g, Onnx__TensorProto, ONNX__TENSOR_PROTO__INIT);
  gsize n = (gsize) MAX (rows, 1) * cols;
  guint32 *words = keep (g, g_memdup2 (data, n * sizeof *data));
  int64_t *dims = keep (g, g_new (int64_t, 2));

  for (gsize i = 0; i < n; i++)
    words[i] = GUINT32_TO_LE (words[i]);
  dims[0] = rows > 0 ? rows : cols;
  dims[1] = cols;
  tensor->name = keep (g, g_strdup (name));
  tensor->n_dims = rows > 0 ? 2 : 1;
  tensor->dims = dims;
  tensor->has_data_type = TRUE;
  tensor->data_type = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  tensor->has_raw_data = TRUE;
  tensor->raw_data = (ProtobufCBinaryData){ n * sizeof *words, (uint8_t *) words };
  g_ptr_array_add (g->initializers, tensor);
  return tensor->name;
}

static const AeParamView *
find_view (const Graph *g, gsize offset)
{
  const AeParams *params = g->network->params;

  for (guint i = 0; i < params->n_views; i++)
    if (params->views[i].offset == offset && !params->views[i].is_alias)
      return &params->views[i];
  return NULL;
}

/* The tensor of a parameter, put in when it is first asked for. */
static char *
use_parameter (Graph *g, gsize offset)
{
  const AeParamView *view = find_view (g, offset);

  for (guint i = 0; i < g->initializers->len; i++)
    {
      Onnx__TensorProto *tensor = g_ptr_array_index (g->initializers, i);

      if (strcmp (tensor->name, view->name) == 0)
        return tensor->name;
    }
  return add_tensor (g, view->name, view->is_weight ? view->rows : 0, view->cols,
                     g->values + offset);
}

/* ------------------------------------------------------------------ operators */

static Onnx__NodeProto *
add_node (Graph *g, const char *op, char *output, char *a, char *b, char *c)
{
  Onnx__NodeProto *node = NEW (g, Onnx__NodeProto, ONNX__NODE_PROTO__INIT);
  char **names = keep (g, g_new0 (char *, 4));

  names[0] = a;
  names[1] = b;
  names[2] = c;
  names[3] = output;
  node->op_type = keep (g, g_strdup (op));
  node->n_input = c != NULL ? 3 : b != NULL ? 2 : 1;
  node->input = names;
  node->n_output = 1;
  node->output = names + 3;
  g_ptr_array_add (g->nodes, node);
  return node;
}

static void
set_int (Graph *g, Onnx__NodeProto *node, const char *name, int64_t value)
{
  Onnx__AttributeProto *attribute = NEW (g, Onnx__AttributeProto, ONNX__ATTRIBUTE_PROTO__INIT);
  Onnx__AttributeProto **list = keep (g, g_new (Onnx__AttributeProto *, 1));

  attribute->name = keep (g, g_strdup (name));
  attribute->has_type = TRUE;
  attribute->type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT;
  attribute->has_i = TRUE;
  attribute->i = value;
  list[0] = attribute;
  node->n_attribute = 1;
  node->attribute = list;
}

static const char *
operator_of (AeActivation activation)
{
  switch (activation)
    {
    case AE_ACTIVATION_ELU:
      return "Elu"; /* alpha is 1 by default */
    case AE_ACTIVATION_RELU:
      return "Relu";
    case AE_ACTIVATION_TANH:
      return "Tanh";
    case AE_ACTIVATION_SIGMOID:
      return "Sigmoid";
    case AE_ACTIVATION_LINEAR:
    default:
      return NULL;
    }
}

/* y = activation (x · w + b) */
static void
add_layer (Graph *g, const AeLayer *layer, char *input, char *output)
{
  const char *activation = operator_of (layer->activation);
  char *sum = activation != NULL ? name_value (g) : output;
  Onnx__NodeProto *node = add_node (g, "Gemm", sum, input, use_parameter (g, layer->weight),
                                    use_parameter (g, layer->bias));

  if (layer->transposed)
    set_int (g, node, "transB", 1);
  if (activation != NULL)
    add_node (g, activation, output, sum, NULL, NULL);
}

static char *
add_cast (Graph *g, char *input, Onnx__TensorProto__DataType type)
{
  char *output = name_value (g);

  set_int (g, add_node (g, "Cast", output, input, NULL, NULL), "to", type);
  return output;
}

/* One number a row, over its last axis. What sums in opset 13 has its axes in an attribute. */
static char *
add_row_sum (Graph *g, const char *op, char *input)
{
  char *output = name_value (g);
  Onnx__NodeProto *node = add_node (g, op, output, input, NULL, NULL);
  Onnx__AttributeProto *axes = NEW (g, Onnx__AttributeProto, ONNX__ATTRIBUTE_PROTO__INIT);
  Onnx__AttributeProto **list = keep (g, g_new (Onnx__AttributeProto *, 1));
  int64_t *last = keep (g, g_new (int64_t, 1));

  last[0] = -1;
  axes->name = keep (g, g_strdup ("axes"));
  axes->has_type = TRUE;
  axes->type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS;
  axes->n_ints = 1;
  axes->ints = last;
  list[0] = axes;
  node->n_attribute = 1;
  node->attribute = list;
  return output;
}

/* To unit length; the bound leaves a spectrum of zeroes as it is. The sum is in double, as ours
 * is: in float a length is off by more than a hundred thousandth of what the bands of a normed
 * spectrum differ by. */
static char *
add_norm (Graph *g, char *input, const char *name)
{
  const float least = 1e-30f;
  char *sum = add_row_sum (g, "ReduceL2",
                           add_cast (g, input, ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE));
  char *length = add_cast (g, sum, ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT),
       *bounded = name_value (g), *output = name_value (g);

  add_node (g, "Max", bounded, length, add_tensor (g, name, 0, 1, &least), NULL);
  add_node (g, "Div", output, input, bounded, NULL);
  return output;
}

static char *
add_steps (Graph *g, const AeOnnxStep *steps, guint n_steps, char *input)
{
  guint bands = g->network->spec.bands;

  for (guint i = 0; i < n_steps; i++)
    if (steps[i].matrix == NULL)
      {
        g_autofree char *name = g_strdup_printf ("step.%u.least", i);

        input = add_norm (g, input, name);
      }
    else
      {
        g_autofree char *name = g_strdup_printf ("step.%u.matrix", i);
        char *output = name_value (g);

        add_node (g, "MatMul", output, input,
                  add_tensor (g, name, bands, bands, steps[i].matrix), NULL);
        input = output;
      }
  return input;
}

static gboolean
is_unmixing (const Graph *g)
{
  return (g->network->spec.variants & AE_VARIANT_UNMIXING) != 0;
}

/* What the first layer reads. */
static char *
add_scaling (Graph *g, const float *offset, const float *factor, char *input)
{
  const AeUnmixingPlaces *places = &g->network->unmixing;
  guint bands = g->network->spec.bands;
  char *centred = name_value (g), *x = name_value (g);

  if (is_unmixing (g))
    {
      add_node (g, "Sub", centred, add_norm (g, input, "input.least"),
                use_parameter (g, places->mean), NULL);
      add_node (g, "Mul", x, centred, use_parameter (g, places->gain), NULL);
      return x;
    }
  add_node (g, "Sub", centred, input, add_tensor (g, "input.offset", 0, bands, offset), NULL);
  add_node (g, "Mul", x, centred, add_tensor (g, "input.factor", 0, bands, factor), NULL);
  return x;
}

static void
add_encoder (Graph *g, const float *offset, const float *factor, char *input, char *output)
{
  char *x = add_scaling (g, offset, factor, input), *tempered;

  g->spectrum = input;
  for (guint l = 0; l < g->network->n_encoder; l++)
    {
      gboolean is_last = l + 1 == g->network->n_encoder;
      char *y = is_last && !is_unmixing (g) ? output : name_value (g);

      add_layer (g, &g->network->layers[l], x, y);
      x = y;
    }
  if (!is_unmixing (g))
    return;
  tempered = name_value (g);
  add_node (g, "Div", tempered, x, use_parameter (g, g->network->unmixing.temperature), NULL);
  add_node (g, "Softmax", output, tempered, NULL, NULL); /* along the last axis */
}

/* Abundances times endmembers, which are in scene units; of a whole network as bright as the
 * spectrum, b = (s · p) / (p · p), which is not negative. */
static void
add_mixture (Graph *g, char *input, char *output)
{
  const AeLayer *layer = &g->network->layers[g->network->n_encoder];
  gboolean is_free
      = g->spectrum != NULL && g->network->spec.brightness == AE_BRIGHTNESS_FREE;
  char *p = is_free ? name_value (g) : output, *sp, *pp, *ratio, *brightness;

  add_node (g, "MatMul", p, input, use_parameter (g, layer->weight), NULL);
  if (!is_free)
    return;
  sp = name_value (g);
  pp = name_value (g);
  ratio = name_value (g);
  brightness = name_value (g);
  add_node (g, "Mul", sp, (char *) g->spectrum, p, NULL);
  add_node (g, "Mul", pp, p, p, NULL);
  add_node (g, "Div", ratio, add_row_sum (g, "ReduceMean", sp),
            add_row_sum (g, "ReduceMean", pp), NULL);
  add_node (g, "Relu", brightness, ratio, NULL, NULL);
  add_node (g, "Mul", output, p, brightness, NULL);
}

static void
add_decoder (Graph *g, const float *offset, const float *factor, char *input, char *output)
{
  guint bands = g->network->spec.bands;
  char *x = input, *scaled;
  g_autofree float *unit = g_new (float, bands);

  if (is_unmixing (g))
    {
      add_mixture (g, input, output);
      return;
    }
  scaled = name_value (g);
  for (guint l = g->network->n_encoder; l < g->network->n_layers; l++)
    {
      char *y = name_value (g);

      add_layer (g, &g->network->layers[l], x, y);
      x = y;
    }
  for (guint j = 0; j < bands; j++)
    unit[j] = 1.0f / factor[j];
  add_node (g, "Mul", scaled, x, add_tensor (g, "output.unit", 0, bands, unit), NULL);
  add_node (g, "Add", output, scaled, add_tensor (g, "output.offset", 0, bands, offset), NULL);
}

/* ------------------------------------------------------------------ the file */

/* A matrix of any number of rows. */
static Onnx__ValueInfoProto *
make_value (Graph *g, const char *name, guint cols)
{
  Onnx__TensorShapeProto *shape
      = NEW (g, Onnx__TensorShapeProto, ONNX__TENSOR_SHAPE_PROTO__INIT);
  Onnx__TypeProto__Tensor *tensor
      = NEW (g, Onnx__TypeProto__Tensor, ONNX__TYPE_PROTO__TENSOR__INIT);
  Onnx__TypeProto *type = NEW (g, Onnx__TypeProto, ONNX__TYPE_PROTO__INIT);
  Onnx__ValueInfoProto *value = NEW (g, Onnx__ValueInfoProto, ONNX__VALUE_INFO_PROTO__INIT);
  Onnx__TensorShapeProto__Dimension **dims
      = keep (g, g_new (Onnx__TensorShapeProto__Dimension *, 2));

  for (guint i = 0; i < 2; i++)
    dims[i]
        = NEW (g, Onnx__TensorShapeProto__Dimension, ONNX__TENSOR_SHAPE_PROTO__DIMENSION__INIT);
  dims[0]->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
  dims[0]->dim_param = keep (g, g_strdup ("pixels"));
  dims[1]->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
  dims[1]->dim_value = cols;
  shape->n_dim = 2;
  shape->dim = dims;
  tensor->has_elem_type = TRUE;
  tensor->elem_type = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  tensor->shape = shape;
  type->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  type->tensor_type = tensor;
  value->name = keep (g, g_strdup (name));
  value->type = type;
  return value;
}

static void
set_metadata (Graph *g, Onnx__ModelProto *model, const char *const *metadata)
{
  guint n = metadata != NULL ? g_strv_length ((char **) metadata) / 2 : 0;
  Onnx__StringStringEntryProto **list = keep (g, g_new (Onnx__StringStringEntryProto *, n + 1));

  for (guint i = 0; i < n; i++)
    {
      list[i] = NEW (g, Onnx__StringStringEntryProto, ONNX__STRING_STRING_ENTRY_PROTO__INIT);
      list[i]->key = (char *) metadata[2 * i];
      list[i]->value = (char *) metadata[2 * i + 1];
    }
  model->n_metadata_props = n;
  model->metadata_props = list;
}

static GBytes *
pack (Graph *g, AeOnnxPart part, const char *input_name, const char *const *metadata)
{
  guint bands = g->network->spec.bands, code = ae_spec_get_code (&g->network->spec);
  Onnx__ValueInfoProto *inputs[1], *outputs[2];
  Onnx__OperatorSetIdProto opset = ONNX__OPERATOR_SET_ID_PROTO__INIT, *opsets[1] = { &opset };
  Onnx__GraphProto graph = ONNX__GRAPH_PROTO__INIT;
  Onnx__ModelProto model = ONNX__MODEL_PROTO__INIT;
  gsize size;
  guint8 *data;

  inputs[0] = part == AE_ONNX_DECODER ? make_value (g, "code", code)
                                      : make_value (g, input_name, bands);
  graph.n_input = 1;
  graph.input = inputs;
  graph.output = outputs;
  if (part != AE_ONNX_DECODER)
    outputs[graph.n_output++] = make_value (g, "code", code);
  if (part != AE_ONNX_ENCODER)
    outputs[graph.n_output++] = make_value (g, "reconstruction", bands);
  graph.name = (char *) "autoencoder";
  graph.n_node = g->nodes->len;
  graph.node = (Onnx__NodeProto **) g->nodes->pdata;
  graph.n_initializer = g->initializers->len;
  graph.initializer = (Onnx__TensorProto **) g->initializers->pdata;
  opset.domain = (char *) "";
  opset.has_version = TRUE;
  opset.version = AE_ONNX_OPSET;
  model.has_ir_version = TRUE;
  model.ir_version = IR_VERSION;
  model.producer_name = (char *) "Bandloom";
  model.producer_version = (char *) BL_VERSION;
  model.n_opset_import = 1;
  model.opset_import = opsets;
  model.graph = &graph;
  set_metadata (g, &model, metadata);
  size = onnx__model_proto__get_packed_size (&model);
  data = g_malloc (size);
  onnx__model_proto__pack (&model, data);
  return g_bytes_new_take (data, size);
}

/**
 * ae_onnx_new_bytes:
 * @model: a model
 * @part: which part of it
 * @input_name: what the spectra are called
 * @steps: (array length=n_steps): what they go through before they are scaled
 * @n_steps: how many
 * @offset: (bands): scaled = (value − offset) × factor
 * @factor: (bands)
 * @metadata: (nullable) (array zero-terminated=1): keys and values by turns
 *
 * The input is the spectrum (pixels, bands), or for the decoder `code` (pixels, code); the
 * outputs are `code` and `reconstruction`, which is a spectrum after the steps. Of a
 * variational model the code is the mean. Any thread.
 *
 * Returns: (transfer full): the file's content.
 */
GBytes *
ae_onnx_new_bytes (const AeModel *model, AeOnnxPart part, const char *input_name,
                   const AeOnnxStep *steps, guint n_steps, const float *offset,
                   const float *factor, const char *const *metadata)
{
  g_autoptr (AeNetwork) network = ae_network_new (ae_model_get_spec (model), NULL);
  Graph g = { .memory = g_ptr_array_new_with_free_func (g_free),
              .nodes = g_ptr_array_new (),
              .initializers = g_ptr_array_new (),
              .network = network,
              .values = ae_model_get_values (model) };
  char *code = keep (&g, g_strdup ("code"));
  GBytes *bytes;

  if (part != AE_ONNX_DECODER)
    add_encoder (&g, offset, factor,
                 add_steps (&g, steps, n_steps, keep (&g, g_strdup (input_name))), code);
  if (part != AE_ONNX_ENCODER)
    add_decoder (&g, offset, factor, code, keep (&g, g_strdup ("reconstruction")));
  bytes = pack (&g, part, input_name, metadata);
  g_ptr_array_unref (g.nodes);
  g_ptr_array_unref (g.initializers);
  g_ptr_array_unref (g.memory);
  return bytes;
}
