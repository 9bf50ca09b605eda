/*
 * The program. Everything is in the library beside it, so that tests can call it.
 */
#include "cli.h"

int main(int argc, char **argv)
{
    return jb_cli_run(argc, argv);
}
