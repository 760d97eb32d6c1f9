using LambdaSpeed.BatchViews;
using LambdaSpeed.BatchViews.Rows;
using LambdaSpeed.Storage;

namespace LambdaSpeed;

/// <summary>The batch views of the library: in files and in memory.</summary>
public static class BatchView
{
    /// <summary>Opens a batch view in a file. Only its index is read; blocks are proved by their checksum when they are first
    /// read.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="schema">What it is expected to hold.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <exception cref="BatchViewException">The file is damaged or unfinished, of a later version or of another schema, or the disk
    /// failed.</exception>
    public static IBatchView<TKey, TAccumulator> Open<TKey, TAccumulator>(
        string path, BatchViewSchema<TKey, TAccumulator> schema, BatchViewFileOptions? options = null)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(schema);
        return new BatchViewFile<TKey, TAccumulator>(Bytes(Path.GetFullPath(path), (options ?? new()).Validated()), schema);
    }

    /// <summary>Reads what a file says of itself, whatever it holds.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BatchViewException">The file is damaged or unfinished, of a later version, or the disk failed.</exception>
    public static BatchViewIdentity Identify(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var bytes = Bytes(Path.GetFullPath(path), new() { IsMapped = false });
        return new SortedFile(bytes).Identity;
    }

    /// <summary>Begins to write a batch view into a new file.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <param name="path">The file; its directory is made when it is not there.</param>
    /// <param name="schema">What it will hold.</param>
    /// <param name="cut">Up to where it accounts for the master data.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">The file is there already.</exception>
    /// <exception cref="StorageLockedException">Somebody else is writing it.</exception>
    /// <exception cref="BatchViewStorageException">The disk failed.</exception>
    public static BatchViewWriter<TKey, TAccumulator> Create<TKey, TAccumulator>(
        string path, BatchViewSchema<TKey, TAccumulator> schema, Cut cut, BatchViewFileOptions? options = null)
        where TKey : notnull => CreateOwn(path, schema, cut, options, recomputed: null);

    /// <param name="path">The file.</param>
    /// <param name="schema">What it will hold.</param>
    /// <param name="cut">Up to where it accounts for the master data.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="recomputed">The topology whose run computes it, and for which view; null for everybody else.</param>
    internal static BatchViewWriter<TKey, TAccumulator> CreateOwn<TKey, TAccumulator>(
        string path, BatchViewSchema<TKey, TAccumulator> schema, Cut cut, BatchViewFileOptions? options,
        (string Topology, string View)? recomputed)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(cut);
        var full = Path.GetFullPath(path);
        return new(
            new DiskStorage(Path.GetDirectoryName(full)!), Path.GetFileName(full), schema, cut, (options ?? new()).Validated(),
            recomputed);
    }

    /// <summary>Writes a batch view into a new file from rows of any origin and order; rows of one key are merged.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <param name="path">The file; its directory is made when it is not there.</param>
    /// <param name="schema">What it will hold.</param>
    /// <param name="cut">Up to where it accounts for the master data.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the import; nothing is left of it then.</param>
    /// <exception cref="InvalidOperationException">The file is there already.</exception>
    /// <exception cref="BatchViewStorageException">The disk failed.</exception>
    public static async Task ImportAsync<TKey, TAccumulator>(
        string path,
        BatchViewSchema<TKey, TAccumulator> schema,
        Cut cut,
        IAsyncEnumerable<(TKey Key, TAccumulator Accumulator)> rows,
        BatchViewFileOptions? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var writer = Create(path, schema, cut, options);
        await foreach (var (key, accumulator) in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested(); // rows may come from who does not look at it
            writer.Add(key, accumulator);
        }
        writer.Complete();
    }

    /// <summary>Writes a batch view into a new file from rows of text in any order; rows of one key are merged.</summary>
    /// <remarks>Reads and writes before it returns.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <param name="path">The file; its directory is made when it is not there.</param>
    /// <param name="schema">What it will hold.</param>
    /// <param name="cut">Up to where it accounts for the master data.</param>
    /// <param name="rows">The file that holds the rows, in UTF-8.</param>
    /// <param name="form">How they are written.</param>
    /// <param name="options">How the batch view is written; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the import; nothing is left of it then.</param>
    /// <exception cref="BatchRowException">A row is none of the schema; nothing is left of the import.</exception>
    /// <exception cref="InvalidOperationException">The file is there already.</exception>
    /// <exception cref="BatchViewStorageException">The disk failed.</exception>
    public static void ImportRows<TKey, TAccumulator>(
        string path,
        BatchViewSchema<TKey, TAccumulator> schema,
        Cut cut,
        string rows,
        BatchRowForm form,
        BatchViewFileOptions? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rows);
        using var writer = Create(path, schema, cut, options);
        RowImport.Run(rows, form, schema, writer, cancellationToken);
    }

    /// <summary>A batch view in memory; rows of one key are merged.</summary>
    /// <remarks>The accumulators are kept as they are given: they must not be changed in place afterwards.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <param name="name">How messages name it.</param>
    /// <param name="schema">What it holds.</param>
    /// <param name="cut">Up to where it accounts for the master data.</param>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="cancellationToken">Ends the import.</param>
    public static async Task<IBatchView<TKey, TAccumulator>> InMemoryAsync<TKey, TAccumulator>(
        string name,
        BatchViewSchema<TKey, TAccumulator> schema,
        Cut cut,
        IAsyncEnumerable<(TKey Key, TAccumulator Accumulator)> rows,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(cut);
        ArgumentNullException.ThrowIfNull(rows);
        var table = new FrozenTableBuilder<TKey, TAccumulator>(schema);
        await foreach (var (key, accumulator) in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            table.Add(key, accumulator);
        }
        return new MemoryBatchView<TKey, TAccumulator>(name, schema.At(cut), schema.Keys, table.Build());
    }

    /// <summary>A batch view in memory; rows of one key are merged.</summary>
    /// <remarks>The accumulators are kept as they are given: they must not be changed in place afterwards.</remarks>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TAccumulator">What is kept for each key.</typeparam>
    /// <param name="name">How messages name it.</param>
    /// <param name="schema">What it holds.</param>
    /// <param name="cut">Up to where it accounts for the master data.</param>
    /// <param name="rows">The rows, in any order.</param>
    public static IBatchView<TKey, TAccumulator> InMemory<TKey, TAccumulator>(
        string name, BatchViewSchema<TKey, TAccumulator> schema, Cut cut, IEnumerable<KeyValuePair<TKey, TAccumulator>> rows)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(cut);
        ArgumentNullException.ThrowIfNull(rows);
        var table = new FrozenTableBuilder<TKey, TAccumulator>(schema);
        foreach (var (key, accumulator) in rows) table.Add(key, accumulator);
        return new MemoryBatchView<TKey, TAccumulator>(name, schema.At(cut), schema.Keys, table.Build());
    }

    /// <exception cref="BatchViewStorageException">The file is not there, or cannot be read.</exception>
    internal static IFileBytes Bytes(string path, BatchViewFileOptions options)
    {
        try
        {
            if (options.IsMapped) return new MappedBytes(path);
            return new ReadBytes(new DiskFile(path, FileMode.Open, FileAccess.Read));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BatchViewStorageException(path, "opening", exception);
        }
    }
}
