#include "ae-pixels.h"
