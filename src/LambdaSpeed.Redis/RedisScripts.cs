namespace LambdaSpeed.Redis;

/// <summary>What the server must decide by itself.</summary>
internal static class RedisScripts
{
    /// <summary>Puts staged content in the place of the old one: O(1) for each hash, and atomic as every script. Answers with null, or with
    /// the mark that is there instead of the expected one.</summary>
    /// <remarks>Keys: mark, set of slices, then of each hash its own key and that of what is staged for it. Arguments: mark expected or "",
    /// mark to keep, channel or "", message, how the hashes of slices begin, or "" for a whole view; then of each hash its slice or "", and
    /// the number of staged fields.</remarks>
    public const string Replace = """
        local held = redis.call('GET', KEYS[1]) or ''
        if held ~= ARGV[1] then return held end
        for i = 3, #KEYS, 2 do
            local staged = redis.call('HLEN', KEYS[i + 1])
            if staged ~= tonumber(ARGV[i + 4]) then
                return redis.error_reply('STAGED ' .. staged .. ' of ' .. ARGV[i + 4] .. ' keys')
            end
        end
        if ARGV[5] ~= '' then
            for _, slice in ipairs(redis.call('SMEMBERS', KEYS[2])) do redis.call('UNLINK', ARGV[5] .. slice) end
            redis.call('DEL', KEYS[2])
        end
        for i = 3, #KEYS, 2 do
            redis.call('UNLINK', KEYS[i])
            if redis.call('EXISTS', KEYS[i + 1]) == 1 then
                redis.call('PERSIST', KEYS[i + 1])
                redis.call('RENAME', KEYS[i + 1], KEYS[i])
                if ARGV[i + 3] ~= '' then redis.call('SADD', KEYS[2], ARGV[i + 3]) end
            end
        end
        redis.call('SET', KEYS[1], ARGV[2])
        if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
        return false
        """;
}
