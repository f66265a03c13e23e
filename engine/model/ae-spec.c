#include "ae-spec.h"
