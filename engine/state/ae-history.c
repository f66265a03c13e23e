#include "ae-history.h"
