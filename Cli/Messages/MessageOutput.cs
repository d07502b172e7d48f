using System.Buffers;
using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Messages;

/// <summary>Writes messages, and acknowledges each once it has been handed to the operating system: whoever kills this process finds
/// what was acknowledged in the file.</summary>
internal sealed class MessageOutput(Stream stream, string name, bool isJson) : IDisposable
{
    /// <summary>So many bytes are written at a time.</summary>
    private const int BufferBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(BufferBytes);
    private readonly List<ReceivedMessage> _unacked = [];

    /// <summary>Opens a file for appending, or standard output without one.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static MessageOutput Open(string? path, Terminal terminal, bool isJson)
    {
        if (path is null)
            return new MessageOutput(terminal.OpenOutput(), "standard output", isJson);
        try
        {
            // A group goes on where it was, and so does its file: writing over it would lose what was acknowledged.
            return new MessageOutput(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), $"'{path}'", isJson);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot write messages to '{path}': {failure.Message}", failure);
        }
    }

    /// <summary>Takes a message.</summary>
    public void Add(ReceivedMessage message)
    {
        Add(message.Body.Span, isJson ? ConsumedMessage.Of(message) : null);
        _unacked.Add(message);
        if (_buffer.WrittenCount >= BufferBytes)
            Flush();
    }

    /// <summary>Takes a message that is acknowledged by whoever received it, after <see cref="Flush"/>.</summary>
    public void Add(PoppedMessage message) => Add(message.Body.Span, isJson ? ConsumedMessage.Of(message) : null);

    /// <summary>Writes what was taken and acknowledges it.</summary>
    /// <exception cref="CommandException">It cannot be written; nothing of it is acknowledged.</exception>
    public void Flush()
    {
        if (_buffer.WrittenCount == 0)
            return;
        try
        {
            stream.Write(_buffer.WrittenSpan);
            stream.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot write messages to {name}: {failure.Message}", failure);
        }

        _buffer.ResetWrittenCount();
        foreach (var message in _unacked)
            message.Ack();
        _unacked.Clear();
    }

    private void Add(ReadOnlySpan<byte> body, ConsumedMessage? message)
    {
        if (message is not null)
            _buffer.Write(JsonSerializer.SerializeToUtf8Bytes(message, OutputJson.Readable.ConsumedMessage));
        else
            _buffer.Write(body);
        _buffer.Write("\n"u8);
    }

    public void Dispose() => stream.Dispose();
}
