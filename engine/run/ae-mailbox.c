#include "ae-mailbox.h"
