#include "ae-demo-scene.h"
