namespace Orleans.Runtime;

/// <summary>An interface that a grain answers through an object beside it: a service of its activation, found by the interface.</summary>
internal interface IGrainExtension : IAddressable;
