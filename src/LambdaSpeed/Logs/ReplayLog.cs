using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using LambdaSpeed.Logs;
using LambdaSpeed.Storage;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed;

/// <summary>An embedded log: records in partitions, each with a dense offset, kept for as long as is agreed and read any number of times,
/// in order.</summary>
/// <remarks>
/// <para>One process appends and reads, any number of others may read beside it. Safe for use by several threads.</para>
/// <para>Replay: a record keeps its offset for ever; what was acknowledged as durable survives any crash, and of what was not, a crash
/// leaves a prefix.</para>
/// </remarks>
[DebuggerDisplay("{Directory}, {PartitionCount} partitions")]
public sealed partial class ReplayLog : IAsyncDisposable
{
    internal const string PartitionPrefix = "partition-";
    internal const string LockName = "log.lock";

    private readonly IStorage _storage;
    private readonly ReplayLogOptions _options;
    private readonly UInt128 _id;
    private readonly LogPartition[] _partitions;
    private readonly PartitionWriter[] _writers; // the same; empty when the log was opened for reading
    private readonly bool _syncsAppends;
    private readonly IDisposable? _lock;
    private readonly RetentionTimer? _retention;
    private int _isDisposed; // 1 once disposed

    private ReplayLog(IStorage storage, ReplayLogOptions options, LogMetadata metadata, IDisposable? heldLock)
    {
        var logger = options.LoggerFactory.CreateLogger<ReplayLog>();
        _storage = storage;
        _options = options;
        _syncsAppends = options.Durability.SyncsAppends;
        _id = metadata.Id;
        _lock = heldLock;
        _partitions = new LogPartition[metadata.Partitions];
        Consumers = new ConsumerRegistry(storage, _id, metadata.Partitions, options.TimeProvider, logger);
        try
        {
            for (var i = 0; i < _partitions.Length; i++) _partitions[i] = OpenPartition(i, logger);
        }
        catch
        {
            foreach (var partition in _partitions) (partition as IDisposable)?.Dispose();
            throw;
        }
        _writers = [.. _partitions.OfType<PartitionWriter>()];
        if (_writers.Length > 0) _retention = new RetentionTimer(this, options.TimeProvider, logger);
    }

    /// <summary>The log's identity, made at random with the log: 32 hexadecimal digits. Positions of one log mean nothing in
    /// another.</summary>
    public string Id => _id.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where its files are.</summary>
    public string Directory => _storage.Name;

    /// <summary>How many partitions it has.</summary>
    public int PartitionCount => _partitions.Length;

    /// <summary>The most bytes that a record may have.</summary>
    internal int MaxRecordBytes => _options.MaxRecordBytes;

    internal ConsumerRegistry Consumers { get; }

    internal IReadOnlyList<PartitionWriter> Writers => _writers;

    /// <summary>Opens the log in a directory; makes both when they are not there and the log is opened for writing.</summary>
    /// <remarks>After a crash the end of each partition is mended: what the crash left of records that were never synced is cut
    /// off.</remarks>
    /// <param name="directory">The directory. Whoever writes locks it until the log is disposed or the process ends.</param>
    /// <param name="options">How it is opened; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up before the opening has begun.</param>
    /// <exception cref="StorageLockedException">Another owner has it open for writing.</exception>
    /// <exception cref="LogMismatchException">There is no log to read, or it does not fit the options, or is of a newer format.</exception>
    /// <exception cref="LogCorruptionException">A file is damaged where it was durable.</exception>
    public static async ValueTask<ReplayLog> OpenAsync(
        string directory, ReplayLogOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var checkedOptions = options ?? new ReplayLogOptions();
        checkedOptions.Validate();
        return await Task.Run(() => OpenDirectory(directory, checkedOptions), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the log in a storage.</summary>
    internal static ReplayLog Open(IStorage storage, ReplayLogOptions options)
    {
        options.Validate();
        if (options.Access == LogAccess.Read)
        {
            return new ReplayLog(storage, options, LogMetadata.TryLoad(storage) ?? throw NoLog(storage.Name), heldLock: null);
        }

        var held = storage.Lock(LockName);
        try
        {
            return new ReplayLog(storage, options, LoadOrCreate(storage, options), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes all records durable, closes the files and gives the directory free. Readers find nothing new after it, and who waits
    /// for more gets an <see cref="ObjectDisposedException"/>.</summary>
    /// <exception cref="LogWriteException">Something that was appended could not be made durable.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await Task.Run(Close).ConfigureAwait(false);
    }

    /// <summary>What <see cref="DisposeAsync"/> does, on the caller's thread.</summary>
    internal void Close()
    {
        _isDisposed = 1;
        _retention?.Dispose();
        Exception? failure = null;
        foreach (var partition in _partitions)
        {
            try
            {
                (partition as IDisposable)?.Dispose();
            }
            catch (Exception exception)
            {
                failure ??= exception; // the others are closed all the same
            }
        }
        Consumers.Dispose();
        _lock?.Dispose();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>A partition by its index.</summary>
    internal LogPartition PartitionAt(int partition)
    {
        if ((uint)partition < (uint)_partitions.Length) return _partitions[partition];

        throw new ArgumentOutOfRangeException(
            nameof(partition), partition, $"The log has partitions 0 to {_partitions.Length - 1}.");
    }

    private static ReplayLog OpenDirectory(string directory, ReplayLogOptions options)
    {
        // a reader makes nothing, least of all the directory of a mistyped name
        if (options.Access == LogAccess.Read && !System.IO.Directory.Exists(directory)) throw NoLog(directory);
        return Open(new DiskStorage(directory), options);
    }

    private static LogMismatchException NoLog(string directory) => new(
        $"There is no log in '{directory}'. Remedy: check the path, or open it for writing, which makes one.");

    private static LogMetadata LoadOrCreate(IStorage storage, ReplayLogOptions options)
    {
        if (LogMetadata.TryLoad(storage) is { } existing)
        {
            if (options.Partitions is not { } wanted || wanted == existing.Partitions) return existing;

            throw new LogMismatchException(
                $"The log in '{storage.Name}' has {existing.Partitions} partition(s), not {wanted}. The number is fixed when a log is " +
                "made. Remedy: leave the option Partitions out, or copy the records into a new log.");
        }
        if (storage.ListDirectories().Any(name => name.StartsWith(PartitionPrefix, StringComparison.Ordinal)))
        {
            throw new LogMismatchException(
                $"'{storage.Name}' has partitions but no {LogMetadata.FileName}. Remedy: put that file back from a copy of this log.");
        }
        var id = BinaryPrimitives.ReadUInt128LittleEndian(RandomNumberGenerator.GetBytes(16));
        var created = new LogMetadata(id, options.Partitions ?? 1);
        created.Create(storage);
        return created;
    }

    private LogPartition OpenPartition(int index, ILogger logger)
    {
        var name = $"{PartitionPrefix}{index}";
        var isThere = _storage.ListDirectories().Contains(name);
        if (!isThere && _options.Access == LogAccess.Read) throw NoLog($"{_storage.Name}/{name}");

        var files = new SegmentFiles(_storage.Directory(name), _id, index);
        if (!isThere) _storage.SyncNames();
        return _options.Access == LogAccess.Write
            ? PartitionWriter.Open(files, _options, logger)
            : PartitionFollower.Open(files, _options, logger);
    }
}
