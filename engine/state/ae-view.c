#include "ae-view.h"
