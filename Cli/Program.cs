using OrleansRocket.Cli;
using OrleansRocket.Cli.Output;

return await RocketCommandLine.Run(args, Terminal.OfProcess());
