using Microsoft.Extensions.Logging;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Log.Store;

/// <summary>
/// Decides whether the disk has room for appends. Closes at the high watermark or when the operating system reports a full
/// disk, opens again by itself below the low one, so that a disk at the limit does not flap.
/// </summary>
internal sealed class DiskGate(LogStoreOptions options, LogEnvironment environment, ILogger logger)
{
    /// <summary>While closed, appends look at the disk this often; a refused append must stay cheap.</summary>
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private volatile bool _closed;
    private long _closedSince;
    private volatile DiskStatus _status = new(0, 0, 0, true);

    public DiskStatus Status => _status;

    /// <summary>Whether an append may go on; looks at the disk itself now and then while closed.</summary>
    public bool Admits()
    {
        if (!_closed)
            return true;
        if (environment.Time.GetElapsedTime(Volatile.Read(ref _closedSince)) < RecheckInterval)
            return false;
        Volatile.Write(ref _closedSince, environment.Time.GetTimestamp());
        Refresh();
        return !_closed;
    }

    /// <summary>Looks at the disk. A failing look changes nothing.</summary>
    public void Refresh()
    {
        try
        {
            Judge(environment.Files.Space(options.Path), reportedFull: false);
        }
        catch (LogFileException error)
        {
            StoreLog.DiskUnknown(logger, options.Path, error.Message);
        }
    }

    /// <summary>The operating system refused to give space, whatever the watermarks say.</summary>
    public void ReportFull()
    {
        DiskSpace space;
        try
        {
            space = environment.Files.Space(options.Path);
        }
        catch (LogFileException)
        {
            space = default;
        }

        Judge(space, reportedFull: true);
    }

    private void Judge(DiskSpace space, bool reportedFull)
    {
        lock (_lock)
        {
            var limit = _closed ? options.DiskLowWatermark : options.DiskHighWatermark;
            var tooFull = limit < 1 && space.UsedRatio >= limit;
            var closed = reportedFull || tooFull || (space.TotalBytes > 0 && space.FreeBytes < options.MinFreeBytes);
            if (closed && !_closed)
                StoreLog.DiskFull(logger, options.Path, space.UsedRatio, space.FreeBytes);
            else if (!closed && _closed)
                StoreLog.DiskHasSpace(logger, options.Path, space.UsedRatio);
            if (closed && (!_closed || reportedFull))
                Volatile.Write(ref _closedSince, environment.Time.GetTimestamp());
            _closed = closed;
            _status = new DiskStatus(space.TotalBytes, space.FreeBytes, space.UsedRatio, !closed);
        }
    }
}
