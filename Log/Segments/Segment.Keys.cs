using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Files;
using OrleansRocket.Log.Keys;
using OrleansRocket.Log.Store;

namespace OrleansRocket.Log.Segments;

// The key index: from its file when there is one, else in memory, made when somebody asks.
internal sealed partial class Segment
{
    private SegmentKeys? _keys;
    private KeyIndexFile? _keysFile;

    /// <summary>The key index file is on disk, as far as is known: one that turns out to be bad is removed and made anew.</summary>
    public bool KeysStored { get; set; }

    /// <summary>The segment is damaged: it gets no file, and whoever searches it is told.</summary>
    public bool CannotIndexKeys { get; set; }

    private string KeysPath => System.IO.Path.ChangeExtension(Path, SegmentFileName.KeysEnding);

    /// <summary>Finds the positions of batches that may hold a key, at most <see cref="KeyRange.MaxFound"/>. Reads the disk.</summary>
    /// <returns>False when the segment was retired, or cut, meanwhile: look at the list of segments anew.</returns>
    /// <exception cref="CorruptBatchException">The segment is damaged.</exception>
    public bool TryFindKeys(in KeyRange range, List<int> found)
    {
        found.Clear();
        if (IsRetired)
            return false;
        if (KeysStored && TryFindInFile(range, found))
            return true;
        found.Clear();
        return TryFindInMemory(range, found);
    }

    /// <summary>Makes the key index file of a sealed segment. Only while nothing retires or cuts it.</summary>
    /// <exception cref="LogFileException">It could not be written.</exception>
    /// <exception cref="CorruptBatchException">The segment is damaged.</exception>
    public void StoreKeys()
    {
        var view = View() ?? throw new InvalidOperationException("The segment was retired.");
        var entries = new KeyEntries();
        entries.Add(view.Slice(0, EndPosition), 0, _store.Options.VerifyOnRead);
        entries.Sort();
        KeyIndexFile.Write(_store.Files, KeysPath, Summary, entries.Span);
        KeysStored = true;
        ForgetKeys();
    }

    private bool TryFindInFile(in KeyRange range, List<int> found)
    {
        try
        {
            var file = Volatile.Read(ref _keysFile);
            if (file is null)
            {
                file = KeyIndexFile.Read(_store.Files, KeysPath, Summary);
                Volatile.Write(ref _keysFile, file);
            }

            if (file is not null && file.TryFind(_store.Files, KeysPath, range, found))
                return true;
        }
        catch (LogFileException error)
        {
            if (!IsRetired)
                StoreLog.IndexUnreadable(_store.Logger, KeysPath, error.Message);
        }

        // Housekeeping makes it anew, in the same place.
        KeysStored = false;
        Volatile.Write(ref _keysFile, null);
        return false;
    }

    private bool TryFindInMemory(in KeyRange range, List<int> found)
    {
        var cuts = Cuts;
        var end = EndPosition;
        if (ReaderView() is not { } view)
            return false;
        var keys = Volatile.Read(ref _keys);
        if (keys is null || keys.Cuts != cuts)
        {
            // When two ask at the same time one of them works in vain.
            keys = new SegmentKeys(cuts);
            Volatile.Write(ref _keys, keys);
        }

        try
        {
            keys.Find(view.Slice(0, end), _store.Options.VerifyOnRead, range, found);
        }
        catch (CorruptBatchException)
        {
            // What has been collected is not whole. When the end is being cut off, what was being looked at is zeros by now, and no damage.
            ForgetKeys();
            if (EndPosition < end || Cuts != cuts || IsRetired)
                return false;
            throw;
        }

        return Cuts == cuts && EndPosition >= end;
    }

    private void ForgetKeys()
    {
        Volatile.Write(ref _keys, null);
        Volatile.Write(ref _keysFile, null);
    }
}
