#include "ae-rng.h"
