namespace LambdaSpeed.Redis;

/// <summary>What the server must decide by itself.</summary>
internal static class RedisScripts
{
    /// <summary>Puts staged content in the place of the old one: O(1), and atomic as every script. Answers with null, or with the mark
    /// that is there instead of the expected one.</summary>
    /// <remarks>Keys: content, mark, staged content. Arguments: mark expected or "", mark to keep, channel or "", message, number of staged
    /// fields.</remarks>
    public const string Replace = """
        local held = redis.call('GET', KEYS[2]) or ''
        if held ~= ARGV[1] then return held end
        local staged = redis.call('HLEN', KEYS[3])
        if staged ~= tonumber(ARGV[5]) then
            return redis.error_reply('STAGED ' .. staged .. ' of ' .. ARGV[5] .. ' keys')
        end
        redis.call('UNLINK', KEYS[1])
        if staged > 0 then
            redis.call('PERSIST', KEYS[3])
            redis.call('RENAME', KEYS[3], KEYS[1])
        end
        redis.call('SET', KEYS[2], ARGV[2])
        if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
        return false
        """;
}
