#include "ae-params.h"
