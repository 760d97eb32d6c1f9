using System.Security.Authentication;
using StackExchange.Redis;

namespace LambdaSpeed.Redis;

/// <summary>The connection of a store: made by the first call that needs it; what the client throws is told in words.</summary>
internal sealed class RedisSession : IAsyncDisposable
{
    private readonly ConfigurationOptions _configuration;
    private readonly bool _isOwner;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile IConnectionMultiplexer? _connection; // made in turn, read by all
    private bool _isDisposed;                              // written in turn

    public RedisSession(ConfigurationOptions configuration, IConnectionMultiplexer? connection)
    {
        _configuration = configuration;
        _configuration.AbortOnConnectFail = true; // a first connection that fails is told; later ones are made again by the client
        _connection = connection;
        _isOwner = connection is null;
        var servers = configuration.EndPoints.Select(point => point.ToString()!.Replace("Unspecified/", "", StringComparison.Ordinal));
        Name = $"redis {string.Join(',', servers)}" + (configuration.DefaultDatabase is > 0 ? $"/{configuration.DefaultDatabase}" : "");
    }

    public string Name { get; }

    /// <summary>One call of the server. A call that was given up may still be executed: the mark that it compares keeps it from doing
    /// harm.</summary>
    public async ValueTask<T> CallAsync<T>(Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var connection = _connection ?? await ConnectAsync(cancellationToken).ConfigureAwait(false);
            var database = connection.GetDatabase(_configuration.DefaultDatabase ?? -1);
            return await call(database).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            throw new ViewStoreException(Name, Problem(exception), exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        if (_isOwner && _connection is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
        _turn.Release();
    }

    private async ValueTask<IConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(_configuration).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string Problem(Exception exception)
    {
        var said = exception.ToString();
        if (exception.GetBaseException() is AuthenticationException tls)
        {
            return $"the server cannot be reached by TLS: see its certificate, and 'ssl' and 'sslHost' of Configuration ({tls.Message})";
        }
        var isRefused = exception is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure };
        if (isRefused || Says("NOAUTH") || Says("WRONGPASS")) return "the server refuses us: see 'user' and 'password' of Configuration";
        if (Says("NOPERM")) return $"the user of Configuration lacks a right: {exception.Message}";
        if (Says("OOM ")) return $"the server's memory is full: see 'maxmemory' of its configuration ({exception.Message})";
        if (Says("MISCONF")) return $"the server cannot save to its disk, and takes no writes: {exception.Message}";
        if (Says("READONLY")) return "the server is a replica; name the primary in Configuration";
        if (Says("STAGED ")) return $"the new content is not whole: do two keys have the same text? ({exception.Message})";
        return exception switch
        {
            RedisConnectionException =>
                $"the server cannot be reached, or is a replica: see host, port, 'ssl' of Configuration ({exception.Message})",
            RedisTimeoutException => $"the server did not answer in time: see 'asyncTimeout' of Configuration ({exception.Message})",
            _ => exception.Message,
        };

        bool Says(string word) => said.Contains(word, StringComparison.Ordinal);
    }
}
