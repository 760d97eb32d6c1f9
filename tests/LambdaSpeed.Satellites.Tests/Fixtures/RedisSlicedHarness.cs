using LambdaSpeed.Redis;
using LambdaSpeed.Testing;
using StackExchange.Redis;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Slices on a Redis server, under keys of a test's own, in either layout; read as the documentation says, in one script.</summary>
internal sealed class RedisSlicedHarness(RedisHarness keys) : SlicedViewStoreHarness
{
    private const string ReadHashes = """
        local found = {}
        for _, slice in ipairs(redis.call('SMEMBERS', KEYS[1] .. ':slices')) do
            for _, part in ipairs(redis.call('HGETALL', KEYS[1] .. ':slice:' .. slice)) do
                if #found % 3 == 0 then found[#found + 1] = slice end
                found[#found + 1] = part
            end
        end
        return found
        """;

    private const string ReadStrings = """
        local found = {}
        local first = KEYS[1] .. ':slice:'
        local slices = {}
        for _, slice in ipairs(redis.call('SMEMBERS', KEYS[1] .. ':slices')) do slices[slice] = true end
        for _, name in ipairs(redis.call('KEYS', '*:slice:*')) do
            if string.sub(name, 1, #first) == first then
                local slice, key = string.match(string.sub(name, #first + 1), '^(%d+):(.*)$')
                if slices[slice] then
                    found[#found + 1] = slice
                    found[#found + 1] = key
                    found[#found + 1] = redis.call('GET', name)
                end
            end
        end
        return found
        """;

    public RedisHarness Keys => keys;

    public override ISlicedViewStore<string, long> Open() => new RedisSlicedViewStore<string, long>(keys.Options);

    public override async ValueTask<IReadOnlyDictionary<SliceKey<string>, long>> ReadAsync(string view, CancellationToken cancellationToken)
    {
        var script = keys.Options.Layout == RedisLayout.Hash ? ReadHashes : ReadStrings;
        var database = await keys.DatabaseAsync();
        var found = (RedisValue[])(await database.ScriptEvaluateAsync(script, [keys.Content(view)]).WaitAsync(cancellationToken))!;
        return found.Chunk(3).ToDictionary(
            entry => new SliceKey<string>((int)entry[0], ViewText.Unescape(entry[1]!)), entry => (long)entry[2]);
    }

    public override async ValueTask DisposeAsync()
    {
        await keys.DisposeAsync();
        await base.DisposeAsync();
    }
}
