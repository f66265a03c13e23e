#include "ae-model.h"
