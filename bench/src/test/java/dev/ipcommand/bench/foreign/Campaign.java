package dev.ipcommand.bench.foreign;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Too slow for every build, because modems are: run with {@code -Dipcommand.foreign=all}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("campaign")
@EnabledIfSystemProperty(named = "ipcommand.foreign", matches = "all")
@interface Campaign {}
