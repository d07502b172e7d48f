using OrleansRocket.CrashHost;

// Arguments: the data directory, the file of acknowledgements. Ends with 0, or is killed at the fault point that the environment names.
using var acks = new AckWriter(args[1]);
await new Life(args[0], acks).Run();
