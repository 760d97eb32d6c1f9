namespace LambdaSpeed.Redis;

/// <summary>How a <see cref="RedisViewStore{TKey, TValue}"/> or <see cref="RedisSlicedViewStore{TKey, TValue}"/> keeps entries.</summary>
/// <remarks>A store of one layout leaves alone what one of the other has written: delete that, or change
/// <see cref="RedisViewStoreOptions.KeyPrefix"/> with the layout.</remarks>
public enum RedisLayout
{
    /// <summary>One hash for the view, a field for each entry: <c>lambdaspeed:{v}</c>. The least memory, the fastest writes, and the whole
    /// view in one answer (<c>HGETALL</c>). New content takes the place of the old one in O(1).</summary>
    Hash,

    /// <summary>A string of its own for each entry, <c>lambdaspeed:{v}:key:</c> and the text of the key: read by <c>GET</c> and
    /// <c>MGET</c>, and by all tools that know keys. New content is compared with what is there, and what differs is written in one
    /// transaction: after a restart that is little; a server that was emptied is given all of it, and serves nobody else meanwhile, unless
    /// <see cref="RedisViewStoreOptions.LargestTransaction"/> is set. To find keys that are gone, all names of the database are gone
    /// through (<c>SCAN</c>); the store holds some 40 bytes for each key of the view meanwhile.</summary>
    Keys,
}
