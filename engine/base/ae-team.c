#include "ae-team.h"
