using LambdaSpeed.Logs;

namespace LambdaSpeed.Testing;

/// <summary>What a crash leaves of a directory, of a replay log, of checkpoints in files or of a store of your own: a copy as a killed
/// process leaves it, with a torn end, or damaged.</summary>
/// <remarks>A copy shows what the death of a process takes; not what a cut of power does, for which a disk has to be cut off. Safe from any
/// thread, for different copies.</remarks>
public static class CrashedDirectory
{
    private const int LongestDamage = 5000; // bytes

    /// <summary>Copies what a process that is killed now would leave, beside the process that goes on: without its locks, and without what
    /// it would write at its end. Nothing should be appended meanwhile, else the files are of different moments.</summary>
    /// <param name="directory">The directory, which may be in use.</param>
    /// <param name="copy">Where the copy goes; a directory that is empty, or not there yet.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="IOException">The copy's directory is not empty, or the disk failed.</exception>
    public static void Copy(string directory, string copy)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(copy);
        var (source, target) = (new DirectoryInfo(directory), Directory.CreateDirectory(copy));
        if (!source.Exists) throw new DirectoryNotFoundException($"There is no directory '{source.FullName}' to be copied.");
        if (target.EnumerateFileSystemInfos().Any()) throw new IOException(
            $"The directory '{target.FullName}' is not empty. Remedy: give each copy a directory of its own.");

        while (!TryCopy(source, target))
        {
            target.Delete(recursive: true);
            target.Create();
        }
    }

    /// <summary>Leaves bytes of a write that a crash has torn behind all that a partition of a replay log holds. While the log is not
    /// open.</summary>
    /// <param name="log">The log's directory.</param>
    /// <param name="partition">The partition, from 0; one into which something was appended.</param>
    /// <param name="bytes">The bytes: zeros, as some file systems leave them, or what there was before.</param>
    /// <exception cref="IOException">There is no such partition, or nothing in it.</exception>
    public static void TearLog(string log, int partition, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(log);
        var place = new DirectoryInfo(Path.Combine(log, $"{ReplayLog.PartitionPrefix}{partition}"));
        var last = place.EnumerateFiles($"*{SegmentHeader.FileExtension}").MaxBy(file => file.Name, StringComparer.Ordinal)
            ?? throw new FileNotFoundException($"There is nothing in '{place.FullName}' that could have a torn end.");
        using var file = last.Open(FileMode.Append);
        file.Write(bytes);
    }

    /// <summary>Does to one of the files what disks and people do: cuts it off, overwrites a part with zeros or noise, or turns a bit. What
    /// reads it has to say so, or to have what it had before.</summary>
    /// <param name="directory">The directory, which is not in use: a copy.</param>
    /// <param name="random">Decides which file, where and how.</param>
    /// <exception cref="IOException">There is no file with anything in it.</exception>
    public static void Damage(string directory, Random random)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(random);
        var files = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Length > 0)
            .OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
        if (files.Count == 0) throw new FileNotFoundException($"There is nothing in '{directory}' that could be damaged.");
        var path = files[random.Next(files.Count)].FullName;
        var bytes = File.ReadAllBytes(path);
        var at = random.Next(bytes.Length);
        var count = Math.Min(random.Next(1, LongestDamage), bytes.Length - at);
        switch (random.Next(5))
        {
            case 0: bytes = bytes[..at]; break;
            case 1: bytes.AsSpan(at, count).Clear(); break;
            case 2: random.NextBytes(bytes.AsSpan(at, count)); break;
            default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
        }
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>False when a file has gone meanwhile: what was copied is not of one moment. Empty files are not opened: one of them may be
    /// the lock, which the system forgets when this process closes it.</summary>
    private static bool TryCopy(DirectoryInfo source, DirectoryInfo target)
    {
        try
        {
            foreach (var file in source.EnumerateFiles())
            {
                var path = Path.Combine(target.FullName, file.Name);
                if (file.Length == 0) File.WriteAllBytes(path, []);
                else file.CopyTo(path);
            }
            return source.EnumerateDirectories().All(inner => TryCopy(inner, target.CreateSubdirectory(inner.Name)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && source.Exists)
        {
            return false;
        }
    }
}
