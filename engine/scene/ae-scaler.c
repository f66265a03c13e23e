#include "ae-scaler.h"
