#include "ae-scene.h"
