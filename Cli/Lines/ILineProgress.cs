namespace OrleansRocket.Cli.Lines;

/// <summary>Is told how far the sending of lines is.</summary>
internal interface ILineProgress
{
    /// <summary>Bytes of the input that have been read, line ends included.</summary>
    long BytesRead { get; set; }

    /// <summary>Lines that have been acknowledged.</summary>
    long LinesAcked { get; set; }
}
