using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LambdaSpeed.Amqp;
using LambdaSpeed.PostgreSql;
using LambdaSpeed.RabbitMQ;
using LambdaSpeed.Redis;
using LambdaSpeed.Satellites.Tests.Fixtures;
using LambdaSpeed.Stomp;
using LambdaSpeed.Testing;
using Npgsql;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Settings;

/// <summary>Real servers behind TLS, with a certificate that nobody has signed: taken where the client's own settings say so, and refused
/// otherwise, with the name of the setting.</summary>
public sealed class TlsTests(Servers servers) : IDisposable
{
    private static readonly ReconnectPolicy _impatient = new() { StartPatience = TimeSpan.FromMilliseconds(200) };

    private readonly X509Certificate2 _certificate = NewCertificate();

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task Stomp_IsReadByTls()
    {
        var uri = await servers.ConnectionAsync("activemq");
        await using var relay = new Relay(new(uri), _certificate);
        await using var harness = await StompQueueHarness.NewAsync(uri);
        var options = harness.Options with { Uri = $"stomp+ssl://guest:guest@{relay.Address}", Reconnecting = _impatient };

        await RefusesAsync(new StompQueueSource(options), "TLS", "ConfigureTls");
        await TakesAsync(harness, new StompQueueSource(options with { ConfigureTls = tls => tls.RemoteCertificateValidationCallback = Trusts }));
    }

    [Fact]
    public async Task Amqp_IsReadByTls()
    {
        var uri = await servers.ConnectionAsync("rabbitmq");
        await using var relay = new Relay(new(uri), _certificate);
        await using var harness = new AmqpQueueHarness(await RabbitQueueHarness.NewAsync(uri, "classic"));
        var options = harness.Options with { Uri = $"amqps://guest:guest@{relay.Address}", Reconnecting = _impatient };

        await RefusesAsync(new AmqpQueueSource(options), "TLS", "Configure");
        await TakesAsync(harness, new AmqpQueueSource(options with { Configure = factory => factory.SSL.RemoteCertificateValidationCallback = Trusts }));
    }

    [Fact]
    public async Task RabbitMQ_IsReadByTls()
    {
        var uri = await servers.ConnectionAsync("rabbitmq");
        await using var relay = new Relay(new(uri), _certificate);
        await using var harness = await RabbitQueueHarness.NewAsync(uri, "classic");
        var options = harness.Options with { Uri = $"amqps://guest:guest@{relay.Address}", Reconnecting = _impatient };

        await RefusesAsync(new RabbitMqQueueSource(options), "TLS", "Configure");
        await TakesAsync(harness, new RabbitMqQueueSource(options with { Configure = factory => factory.Ssl.CertificateValidationCallback = Trusts }));
    }

    [Fact]
    public async Task Redis_IsWrittenByTls()
    {
        var server = await servers.ConnectionAsync("redis");
        await using var relay = new Relay(new($"redis://{server.Split(',')[0]}"), _certificate);
        await using var harness = new RedisHarness(server);
        var options = harness.Options with { Configuration = $"{relay.Address},ssl=true" };

        await using (var store = new RedisViewStore<string, long>(options))
        {
            var failure = await Assert.ThrowsAsync<ViewStoreException>(() => store.ReadMarkAsync("v", RunFixture.Cancel).AsTask());
            Says(failure.Message, "TLS", "'ssl'", "Configuration");
        }
        await WritesAsync(new RedisViewStore<string, long>(options with { Configure = redis => redis.CertificateValidation += Trusts }), harness);
    }

    [Fact]
    public async Task PostgreSql_IsWrittenByTls()
    {
        var server = new NpgsqlConnectionStringBuilder(await servers.ConnectionAsync("postgresql"));
        await using var relay = new Relay(new($"postgres://{server.Host}:{server.Port}"), _certificate, async client =>
        {
            await client.ReadExactlyAsync(new byte[8]); // the wish for TLS
            await client.WriteAsync("S"u8.ToArray());
        });
        await using var harness = await PostgreSqlHarness.NewAsync(server.ConnectionString);
        server.Port = int.Parse(relay.Address.Split(':')[1], CultureInfo.InvariantCulture);
        server.SslMode = SslMode.VerifyFull;
        var options = harness.Options with { ConnectionString = server.ConnectionString };

        await using (var store = new PostgreSqlViewStore<string, long>(options))
        {
            var failure = await Assert.ThrowsAsync<ViewStoreException>(() => store.ReadMarkAsync("v", RunFixture.Cancel).AsTask());
            Says(failure.Message, "TLS", "SSL Mode", "ConnectionString");
        }
        await WritesAsync(
            new PostgreSqlViewStore<string, long>(options with { Configure = builder => builder.UseRootCertificate(_certificate) }), harness);
    }

    private static async Task WritesAsync(IViewStore<string, long> store, ViewStoreHarness harness)
    {
        await using (store)
        {
            await store.ReplaceAsync("v", new Dictionary<string, long> { ["over TLS"] = 1 }.ToAsyncEnumerable(), new(1, new(1)), RunFixture.Cancel);
        }
        Assert.Equal(1, Assert.Single(await harness.ReadAsync("v", RunFixture.Cancel), pair => pair.Key == "over TLS").Value);
    }

    private static async Task RefusesAsync<TMessage>(IAcknowledgingSource<TMessage> source, params string[] saying)
    {
        await using var deliveries = source.ReadAsync(RunFixture.Cancel).GetAsyncEnumerator(RunFixture.Cancel);
        var failure = await Assert.ThrowsAnyAsync<LambdaSpeedException>(() => deliveries.MoveNextAsync().AsTask());
        Says(failure.Message, saying);
    }

    private static async Task TakesAsync<TMessage>(IntakeHarness<TMessage> harness, IAcknowledgingSource<TMessage> source)
    {
        await harness.SendAsync("1", "over TLS", RunFixture.Cancel);
        await foreach (var delivery in source.ReadAsync(RunFixture.Cancel))
        {
            Assert.Equal("over TLS", harness.TextOf(delivery.Message));
            await delivery.AcknowledgeAsync(IntakeAnswer.Acknowledged([]));
            return;
        }
    }

    private static void Says(string message, params string[] saying) =>
        Assert.All(saying, word => Assert.Contains(word, message, StringComparison.Ordinal));

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString() == _certificate.GetCertHashString();

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
