package sample;

import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

interface Users {
    // ruleid: java.mybatis.text-substitution
    @Select("select * from users where name = '${name}'")
    User byName(@Param("name") String name);

    // ruleid: java.mybatis.text-substitution
    @Select({"select * from users", "where name like '%${part}%'"})
    User byPart(@Param("part") String part);

    // ok: java.mybatis.text-substitution
    @Select("select * from users where name = #{name}")
    User bound(@Param("name") String name);

    // ok: java.mybatis.text-substitution
    @Update("update ${table} set name = #{name}")
    int rename(@Param("table") String table, @Param("name") String name);

    // ok: java.mybatis.text-substitution
    @Select("select * from users order by ${column}")
    User sorted(@Param("column") String column);
}
