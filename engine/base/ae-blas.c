#include "ae-blas.h"
