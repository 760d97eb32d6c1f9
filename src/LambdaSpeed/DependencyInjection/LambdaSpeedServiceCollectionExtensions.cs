using LambdaSpeed.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LambdaSpeed;

/// <summary>Adds LambdaSpeed to the services of an application.</summary>
public static class LambdaSpeedServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="SpeedLayerHost"/>, and views that can be injected by name: <c>[FromKeyedServices("views-per-hour")]
    /// IView&lt;string, long&gt; view</c>. May be called several times.</summary>
    /// <param name="services">The services.</param>
    public static ILambdaSpeedBuilder AddLambdaSpeed(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<SpeedLayerHost>();
        services.TryAdd(ServiceDescriptor.KeyedSingleton(typeof(IView<,>), KeyedService.AnyKey, typeof(InjectedView<,>)));
        return new LambdaSpeedBuilder(services);
    }

    /// <summary>Adds a topology, to be described and started when the <see cref="SpeedLayerHost"/> starts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The topology's name.</param>
    /// <param name="describe">Describes the topology; is given the service provider, as is the topology itself.</param>
    /// <param name="options">Makes the options; by default with the application's <see cref="TimeProvider"/> and logger factory.</param>
    public static ILambdaSpeedBuilder AddTopology(
        this ILambdaSpeedBuilder builder,
        string name,
        Action<IServiceProvider, TopologyBuilder> describe,
        Func<IServiceProvider, SpeedLayerOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(describe);
        builder.Services.AddSingleton(new TopologyRegistration(name, describe, options));
        return builder;
    }

    /// <summary>Makes one view injectable without reflection over its types, as native AOT needs it for keys or values that are
    /// structs.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">What readers are given for a key.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The view's name.</param>
    public static ILambdaSpeedBuilder AddView<TKey, TValue>(this ILambdaSpeedBuilder builder, string name)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IView<TKey, TValue>>(name, (services, key) =>
            new InjectedView<TKey, TValue>(services.GetRequiredService<SpeedLayerHost>(), (string)key!));
        return builder;
    }
}
