#include "ae-snapshot.h"
