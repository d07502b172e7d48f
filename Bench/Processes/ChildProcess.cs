using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansRocket.Bench.Processes;

/// <summary>
/// A process that this one has started and ends again: when it is disposed of, and at the latest when this process exits. Only the
/// process itself and what it has started are ever signalled, by number.
/// </summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int TerminateSignal = 15;

    /// <summary>The last lines that are kept for an error message.</summary>
    private const int KeptLines = 20;

    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = new();

    private readonly ChildProgram _program;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _awaited = new();

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        // Whatever way this process ends, short of being killed itself, nothing that it started stays.
        foreach (var child in Running.Keys)
            child.Kill();
    };

    private ChildProcess(ChildProgram program)
    {
        _program = program;
        // In this process's own session on purpose: Linux shares the processor out between sessions first, and where there are few cores,
        // threads of another session that spin for work cost an awaited send many times its latency.
        var start = new ProcessStartInfo(program.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program.Directory ?? "",
        };
        foreach (var argument in program.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    public int Id { get; private set; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;
        }
    }

    /// <summary>Its memory without that of files, in bytes.</summary>
    public long PrivateMemory
    {
        get
        {
            const string Field = "RssAnon:";
            const int Kibibyte = 1024;
            var line = File.ReadLines($"/proc/{Id}/status").First(static line => line.StartsWith(Field, StringComparison.Ordinal));
            return Kibibyte * long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What it wrote last.</summary>
    public string LastLines => string.Join(' ', _lines.Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(3));

    /// <summary>Starts a program.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started.</exception>
    public static ChildProcess Start(ChildProgram program)
    {
        if (!File.Exists(program.Path))
            throw new InvalidOperationException($"{program.Name} cannot be started: there is no {program.Path}");
        var child = new ChildProcess(program);
        try
        {
            child._process.Start();
        }
        catch (Win32Exception failure)
        {
            child._process.Dispose();
            throw new InvalidOperationException($"{program.Name} cannot be started: {failure.Message}", failure);
        }

        Running[child] = true;
        child.Id = child._process.Id;
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for a line that contains a text.</summary>
    /// <exception cref="InvalidOperationException">The process ended before, or took too long.</exception>
    public async Task<string> WaitForLine(string text, TimeSpan patience, CancellationToken cancellationToken)
    {
        var awaited = _awaited.GetOrAdd(text, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } known)
            return known;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        var exit = _process.WaitForExitAsync(deadline.Token);
        var first = await Task.WhenAny(awaited.Task, exit);
        if (first == awaited.Task || awaited.Task.IsCompleted)
            return await awaited.Task;
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException(exit.IsCompletedSuccessfully
            ? $"{_program.Name} ended with {_process.ExitCode} before it served: {LastLines}"
            : $"{_program.Name} did not serve within {patience.TotalSeconds} s: {LastLines}");
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task<int> WaitForExit(TimeSpan patience, CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(patience, cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does, and waits for its end.</summary>
    public async Task KillNow()
    {
        Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, waits, and kills it if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Running.TryRemove(this, out _))
            return;
        if (!_process.HasExited)
        {
            if (OperatingSystem.IsWindows())
                Kill();
            else
                _ = Signal(Id, TerminateSignal);
        }

        using var patience = new CancellationTokenSource(_program.StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        if (_program.Directory is { } directory && Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
            _lines.TryDequeue(out _);
        foreach (var (text, awaited) in _awaited)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                awaited.TrySetResult(line);
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
