#include "ae-baseline.h"
