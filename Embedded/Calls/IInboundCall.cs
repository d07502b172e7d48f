namespace Orleans.Runtime;

/// <summary>A call that came from another node and has been read here.</summary>
internal interface IInboundCall;
