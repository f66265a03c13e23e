#include "ae-reader.h"
