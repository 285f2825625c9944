// walkout: the hospital, handed to the workshop.
#include "models/model.h"
#include "sim/cli/cli.h"

int main(int argc, char **argv)
{
    return sim_main(argc, argv, &hospital_model);
}
