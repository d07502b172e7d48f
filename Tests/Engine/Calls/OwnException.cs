namespace OrleansRocket.Tests.Engine.Calls;

[GenerateSerializer]
public sealed class OwnException : Exception
{
    public OwnException(string message, int code)
        : base(message) => Code = code;

    [Id(0)]
    public int Code { get; set; }
}
