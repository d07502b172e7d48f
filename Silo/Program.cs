using OrleansRocket.Silo.Commands;

return await SiloCommandLine.Run(args, SiloTerminal.OfProcess());
