using System.Runtime.InteropServices;
using OrleansRocket.Log.Files;

namespace OrleansRocket.Tests.Log.Files;

/// <summary>What the log relies on, on the real file system and on the one in memory alike.</summary>
public sealed unsafe partial class LogFilesContractTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rocket-log-").FullName;
    private readonly MemoryLogFiles _memory = new();

    public static TheoryData<bool> Both => new(true, false);

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _memory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_written_through_a_mapping_is_read_by_calls_and_the_other_way_round(bool real)
    {
        var (files, root) = Choose(real);
        using var file = files.Open(root + "/a", LogFileMode.Create);
        file.SetLength(1 << 20);
        file.Allocate(0, 8192);
        using var mapping = file.Map(1 << 20);
        mapping.Populate(0, 8192);
        mapping.Start[5000] = 42;
        file.Write([43], 5001);
        Span<byte> read = stackalloc byte[2];
        Assert.Equal(2, file.Read(read, 5000));
        Assert.Equal((42, 43, 43), (read[0], read[1], mapping.Start[5001]));
        mapping.Flush(5000, 2);
        file.Sync();
        Assert.Equal(1 << 20, file.Length);
        Assert.True(file.NextData(0) <= 5000);
        Assert.Equal(0, file.Read(read, 1 << 20));
    }

    /// <summary>Null when somebody else has closed it meanwhile: other tests open and close files, too.</summary>
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    [Fact]
    public void A_lock_that_was_given_back_is_free_although_a_child_process_still_has_a_copy_of_its_descriptor()
    {
        var files = new LinuxLogFiles();
        var path = _directory + "/lock";
        var held = files.TryLock(path, out _);
        var descriptor = Directory.EnumerateFiles("/proc/self/fd").Single(entry => TargetOf(entry) == path);
        var copy = Duplicate(int.Parse(Path.GetFileName(descriptor), System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(copy >= 0);
        Assert.Null(files.TryLock(path, out _));
        held!.Dispose();
        using (var again = files.TryLock(path, out _))
            Assert.NotNull(again);
        _ = LibC.Close(copy);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_file_system_is_flushed_with_files_that_are_mapped_open_or_closed(bool real)
    {
        var (files, root) = Choose(real);
        using var fileSystem = files.OpenFileSystem(root);
        Assert.SkipWhen(fileSystem is null, "This file system or kernel has no flush that is known to be reliable.");
        files.CreateDirectory(root + "/inside");
        using var file = files.Open(root + "/inside/a", LogFileMode.Create);
        file.SetLength(4096);
        file.Allocate(0, 4096);
        using var mapping = file.Map(4096);
        mapping.Start[7] = 42;
        using (var closed = files.Open(root + "/b", LogFileMode.Create))
            closed.Write([43], 0);
        fileSystem.Sync();
        fileSystem.Sync();
        if (real)
            return;

        Span<byte> read = stackalloc byte[1];
        for (var seed = 0; seed < 10; seed++)
        {
            using var after = _memory.Crash(seed);
            using var a = after.Open(root + "/inside/a", LogFileMode.ReadOnly);
            using var b = after.Open(root + "/b", LogFileMode.ReadOnly);
            Assert.Equal((4096L, 1, (byte)42), (a.Length, a.Read(read, 7), read[0]));
            Assert.Equal((1L, 1, (byte)43), (b.Length, b.Read(read, 0), read[0]));
        }
    }

    [Fact]
    public void A_directory_that_is_missing_has_no_file_system()
    {
        var error = Assert.Throws<LogFileException>(() => new LinuxLogFiles().OpenFileSystem(_directory + "/missing"));
        Assert.True(error.IsNotFound);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Names_behave_as_on_a_unix(bool real)
    {
        var (files, root) = Choose(real);
        files.CreateDirectory(root + "/x/y");
        files.Open(root + "/x/b", LogFileMode.Create).Dispose();
        files.Open(root + "/x/a", LogFileMode.OpenOrCreate).Dispose();
        Assert.Equal(["a", "b", "y"], files.List(root + "/x"));
        files.Move(root + "/x/a", root + "/x/b");
        files.Delete(root + "/x/missing");
        files.SyncDirectory(root + "/x");
        Assert.Equal((false, true), (files.FileExists(root + "/x/a"), files.FileExists(root + "/x/b")));
        files.Move(root + "/x", root + "/z");
        Assert.True(files.FileExists(root + "/z/b"));
        files.DeleteDirectory(root + "/z");
        files.DeleteDirectory(root + "/z");
        Assert.False(files.DirectoryExists(root + "/z/y"));
        Assert.True(Assert.Throws<LogFileException>(() => files.Open(root + "/none", LogFileMode.Existing)).IsNotFound);
        Assert.True(Assert.Throws<LogFileException>(() => files.Move(root + "/none", root + "/n")).IsNotFound);
        Assert.Throws<LogFileException>(() => files.List(root + "/none"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_lock_has_one_holder(bool real)
    {
        var (files, root) = Choose(real);
        using (files.TryLock(root + "/lock", out _))
        {
            Assert.Null(files.TryLock(root + "/lock", out var holder));
            Assert.Equal(files.ProcessId, holder);
        }

        using var again = files.TryLock(root + "/lock", out _);
        Assert.NotNull(again);
    }

    [Fact]
    public void The_real_file_system_tells_its_space_and_boot_id_and_names_its_errors()
    {
        var files = new LinuxLogFiles();
        var space = files.Space(_directory);
        Assert.InRange(space.UsedRatio, 0.0001, 1);
        Assert.True(space.FreeBytes < space.TotalBytes);
        Assert.NotEmpty(files.BootId);
        var error = Assert.Throws<LogFileException>(() => files.Space("/does/not/exist"));
        Assert.Equal("statvfs /does/not/exist: No such file or directory (errno 2)", error.Message);
        using var readOnly = files.Open("/proc/self/status", LogFileMode.ReadOnly);
        Assert.Throws<LogFileException>(() => readOnly.Write([1], 0));
    }

    [Fact]
    public void In_memory_only_what_was_synced_survives_for_certain()
    {
        var (kept, lost) = (0, 0);
        for (var seed = 0; seed < 50; seed++)
        {
            using var files = new MemoryLogFiles();
            using var file = files.Open("/a", LogFileMode.Create);
            file.Write(new byte[] { 1 }, 0);
            file.Sync();
            files.SyncDirectory("/");
            file.Write(new byte[] { 2 }, 600);
            files.Open("/b", LogFileMode.Create).Dispose();
            using var killed = files.Kill();
            using var crashed = files.Crash(seed);
            using var other = crashed.Open("/a", LogFileMode.ReadOnly);
            var bytes = new byte[601];
            other.Read(bytes, 0);
            Assert.Equal(1, bytes[0]);
            Assert.Equal((true, files.BootId), (killed.FileExists("/b"), killed.BootId));
            Assert.NotEqual(files.BootId, crashed.BootId);
            _ = bytes[600] == 2 ? kept++ : lost++;
        }

        Assert.True(kept > 0 && lost > 0);
    }

    private (ILogFiles Files, string Root) Choose(bool real)
    {
        if (real)
            return (new LinuxLogFiles(), _directory);
        _memory.CreateDirectory("/root");
        return (_memory, "/root");
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
