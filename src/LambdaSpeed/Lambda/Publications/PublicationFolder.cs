using System.Security.Cryptography;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Lambda.Publications;

/// <summary>The directory through which a run and batch jobs talk: files that appear under their name whole and durable, or not at
/// all.</summary>
/// <remarks>
/// <code>
///                    the job                        the run
///   (nothing) ──── name.publication.json ────► waits ────► name.published.json
///                                                  └─────► name.refused.json
/// </code>
/// A name is answered once and never looked at again, so whatever the run was doing when it died, it does it again for what has no answer.
/// Used by one thread at a time.
/// </remarks>
internal sealed class PublicationFolder(IStorage storage)
{
    public const string ManifestEnd = ".publication.json";
    public const string PublishedEnd = ".published.json";
    public const string RefusedEnd = ".refused.json";
    public const string AnnouncementName = "announced.json";

    private const int LongestManifest = 1 << 24; // positions of a few hundred thousand partitions
    private const int ChunkBytes = 1 << 20;

    private byte[] _announced = []; // what was written last; empty before that

    /// <summary>The names of the publications that have no answer, in ordinal order.</summary>
    public IReadOnlyList<string> Waiting()
    {
        var files = storage.List().ToHashSet(StringComparer.Ordinal);
        return [.. files.Where(file => file.EndsWith(ManifestEnd, StringComparison.Ordinal)).Select(file => file[..^ManifestEnd.Length])
            .Where(name => !files.Contains(name + PublishedEnd) && !files.Contains(name + RefusedEnd)).Order(StringComparer.Ordinal)];
    }

    public byte[] ReadManifest(string name)
    {
        using var file = storage.OpenRead(name + ManifestEnd);
        if (file.Length > LongestManifest) throw new FormatException($"the manifest has {file.Length} bytes; a longer one than " +
            $"{LongestManifest} is not read.");
        var bytes = new byte[file.Length];
        return bytes[..file.Read(0, bytes)];
    }

    public bool Has(string file) => storage.List().Contains(file, StringComparer.Ordinal);

    public string PathOf(string file) => Path.Combine(storage.Name, file);

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal digits. Reads all of it.</summary>
    public string HashOf(string name, CancellationToken cancellationToken)
    {
        using var file = storage.OpenRead(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        for (long at = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = file.Read(at, chunk);
            if (read == 0) return Convert.ToHexStringLower(hash.GetHashAndReset());
            hash.AppendData(chunk, 0, read);
            at += read;
        }
    }

    /// <summary>Answers a publication; the answer is durable when this returns. A later one takes the place of one before.</summary>
    public void Answer(string name, bool isPublished, byte[] text) => Put(name + (isPublished ? PublishedEnd : RefusedEnd), text);

    /// <summary>Writes what can be published, unless just that was written last.</summary>
    public void Announce(byte[] text)
    {
        if (text.AsSpan().SequenceEqual(_announced)) return;
        Put(AnnouncementName, text);
        _announced = text;
    }

    private void Put(string name, byte[] text)
    {
        var unfinished = name + ".unfinished";
        storage.Delete(unfinished); // a crash may have left it
        using (var file = storage.Create(unfinished))
        {
            file.Write(0, text);
            file.Sync();
        }
        storage.Rename(unfinished, name);
        storage.SyncNames();
    }
}
