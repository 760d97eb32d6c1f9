namespace LambdaSpeed.Redis;

/// <summary>How the entries of a view lie on the server.</summary>
internal interface IEntryLayout
{
    /// <summary>The layout of that name.</summary>
    static IEntryLayout Of(RedisLayout layout, RedisWriter writer) => layout switch
    {
        RedisLayout.Hash => new HashLayout(writer),
        RedisLayout.Keys => new KeyLayout(writer),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "There is no such layout."),
    };

    /// <summary>Adds puts and removals to a transaction.</summary>
    void Write(RedisTransaction transaction, RedisViewKeys keys, RedisEntries entries);

    /// <summary>Adds to a transaction what it takes that readers find nothing of a slice.</summary>
    void Drop(RedisTransaction transaction, RedisViewKeys keys, int slice);

    /// <summary>Frees what is left of the slices that a write has dropped, unless somebody else has written since.</summary>
    ValueTask SweepAsync(RedisWrite write, CancellationToken cancellationToken);

    /// <summary>Puts content in the place of what is there, and sets the mark, if the write is due.</summary>
    /// <param name="write">Where, and the mark.</param>
    /// <param name="content">The content in pieces of a call's size, each of one slice where slices are kept apart; gone through
    /// once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask ReplaceAsync(RedisWrite write, IAsyncEnumerable<RedisEntries> content, CancellationToken cancellationToken);
}
