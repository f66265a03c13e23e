#include "ae-trainer.h"
