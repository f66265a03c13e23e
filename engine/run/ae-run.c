#include "ae-run.h"
