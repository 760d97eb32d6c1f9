using System.Buffers;
using System.Diagnostics;
using LambdaSpeed.BatchViews;
using LambdaSpeed.Storage;

namespace LambdaSpeed;

/// <summary>Writes a batch view into a file: keys in any order, each as often as you like; accumulators of one key are merged.</summary>
/// <remarks>
/// <para>Keys that come in their own order are written in one pass. From the first one that does not, entries are sorted in memory, in
/// parts
/// of <see cref="BatchViewFileOptions.SortBytes"/>, and the parts are merged at the end: the disk then holds the view twice for a
/// while.</para>
/// <para>Nobody sees the file before <see cref="Complete"/>, which makes it durable, then gives it its name. What a writer leaves behind
/// that was not completed, or died, the next writer of that name deletes. Used by one thread at a time.</para>
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
[DebuggerDisplay("{_name}, {Added} added")]
public sealed class BatchViewWriter<TKey, TAccumulator> : IDisposable
    where TKey : notnull
{
    private const int MostRuns = 64;

    private readonly BatchViewSchema<TKey, TAccumulator> _schema;
    private readonly UnfinishedFiles _files;
    private readonly string _name;
    private readonly EntrySorter _sorter;
    private readonly List<SortedFile> _runs = []; // sorted files to be merged at the end
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private (SortedFileWriter Writer, EntryGroups<TKey, TAccumulator> Groups)? _straight; // while keys come in order
    private bool _isOver; // completed, failed or disposed

    internal BatchViewWriter(
        IStorage storage, string name, BatchViewSchema<TKey, TAccumulator> schema, Cut cut, BatchViewFileOptions options,
        (string Topology, string View)? recomputed = null)
    {
        _schema = schema;
        _name = $"{storage.Name}/{name}";
        _sorter = new(options.SortBytes);
        var identity = schema.At(cut) with { RecomputedBy = recomputed?.Topology, View = recomputed?.View };
        _files = Guarded(() => new UnfinishedFiles(storage, name, identity));
    }

    /// <summary>How many entries were added; keys that came twice count twice.</summary>
    public long Added { get; private set; }

    /// <summary>Adds an accumulator for a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="accumulator">The accumulator; it is written before the call returns.</param>
    /// <exception cref="CodecException">The key or the accumulator cannot be written; the writer can go on without it.</exception>
    /// <exception cref="InvalidOperationException">The key takes more than 64 KiB, the accumulator more than 1 GiB, or the writer is
    /// over.</exception>
    /// <exception cref="BatchViewStorageException">The disk failed; the writer is over.</exception>
    public void Add(TKey key, TAccumulator accumulator)
    {
        ArgumentNullException.ThrowIfNull(key);
        RequireOpen();
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        _schema.Keys.Write(_key, key);
        _schema.AccumulatorCodec.Write(_value, accumulator);
        SortedFileWriter.RequireLengths(_key.WrittenCount, _value.WrittenCount);
        Do(AddWritten);
        Added++;
    }

    /// <summary>Writes what is left, makes the file durable and gives it its name: from then on it can be opened.</summary>
    /// <exception cref="BatchViewStorageException">The disk failed. The name may be there or not, and if it is, the file is
    /// whole.</exception>
    /// <exception cref="InvalidOperationException">The writer is over.</exception>
    public void Complete()
    {
        RequireOpen();
        Do(() =>
        {
            var last = _straight is null && _runs.Count == 0 && _sorter.IsEmpty ? Begin(isKept: true) : _straight;
            if (last is { } straight && _sorter.IsEmpty && _runs.Count == 0)
            {
                End(straight);
            }
            else
            {
                EndStraight();
                SpillSorter();
                MergeRuns(isKept: true);
            }
            _files.Publish();
        });
        _isOver = true;
        _files.Dispose();
    }

    /// <summary>Deletes what was not completed.</summary>
    public void Dispose()
    {
        _isOver = true;
        _straight?.Writer.Dispose();
        _runs.ForEach(run => run.Bytes.Dispose());
        _runs.Clear();
        _files.Dispose();
    }

    private void AddWritten()
    {
        var key = _key.WrittenSpan;
        var value = _value.WrittenSpan;
        if (_straight is null && _runs.Count == 0 && _sorter.IsEmpty) _straight = Begin(isKept: true);
        if (_straight is { } straight)
        {
            if (straight.Groups.IsInOrder(key))
            {
                straight.Groups.Add(key, value);
                return;
            }
            EndStraight();
        }
        if (_sorter.IsFullFor(key.Length, value.Length)) SpillSorter();
        _sorter.Add(key, _schema.Keys.Shared(key).Length, value);
    }

    /// <summary>What came in order becomes the first of the sorted files.</summary>
    private void EndStraight()
    {
        if (_straight is not { } straight) return;
        _straight = null;
        End(straight);
        _runs.Add(_files.OpenLast());
    }

    private void SpillSorter()
    {
        if (_sorter.IsEmpty) return;
        if (_runs.Count == MostRuns) MergeRuns(isKept: false);
        var run = Begin(isKept: false);
        using (run.Writer)
        {
            _sorter.MoveTo(run.Groups);
            End(run);
        }
        _runs.Add(_files.OpenLast());
    }

    private void MergeRuns(bool isKept)
    {
        var merged = Begin(isKept);
        using (merged.Writer)
        {
            RunMerge.Merge(_runs, _schema.Keys, merged.Groups);
            End(merged);
        }
        _runs.ForEach(run => run.Bytes.Dispose());
        _runs.Clear();
        _files.DeleteAllButLast();
        if (!isKept) _runs.Add(_files.OpenLast());
    }

    private (SortedFileWriter Writer, EntryGroups<TKey, TAccumulator> Groups) Begin(bool isKept)
    {
        var writer = _files.Begin(isKept);
        return (writer, new(_schema, writer));
    }

    private static void End((SortedFileWriter Writer, EntryGroups<TKey, TAccumulator> Groups) straight)
    {
        straight.Groups.Flush();
        straight.Writer.Complete();
        straight.Writer.Dispose();
    }

    private void RequireOpen()
    {
        if (_isOver) throw new InvalidOperationException($"The writer of '{_name}' is completed, failed or disposed. Make another one.");
    }

    private void Do(Action write) => Guarded(() =>
    {
        try
        {
            write();
            return 0;
        }
        catch
        {
            _isOver = true;
            throw;
        }
    });

    private T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BatchViewStorageException(_name, "writing", exception);
        }
    }
}
