namespace LambdaSpeed.Redis;

/// <summary>The scripts that write. Each compares the mark first, changes all or nothing, and answers with null, or with the mark that is
/// there instead of the expected one.</summary>
internal static class RedisScripts
{
    /// <summary>Arguments before the first change: mark expected, mark to keep or "", channel or "", message, number of puts.</summary>
    public const int ApplyHeader = 5;

    /// <summary>Keys: content, mark. After the header come field and value of each put, then the removed fields. A call to Redis takes no
    /// more than some 8,000 arguments from a table.</summary>
    public const string Apply = """
        local held = redis.call('GET', KEYS[2]) or ''
        if held ~= ARGV[1] then return held end
        local last = 5 + 2 * tonumber(ARGV[5])
        for i = 6, last, 2000 do redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 1999, last))) end
        for i = last + 1, #ARGV, 2000 do redis.call('HDEL', KEYS[1], unpack(ARGV, i, math.min(i + 1999, #ARGV))) end
        if ARGV[2] ~= '' then
            redis.call('SET', KEYS[2], ARGV[2])
            if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
        end
        return false
        """;

    /// <summary>Keys: content, mark, staged content. Arguments: mark expected, mark to keep, channel or "", message, number of staged
    /// fields.</summary>
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
